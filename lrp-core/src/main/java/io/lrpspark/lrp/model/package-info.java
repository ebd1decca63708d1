/**
 * Architectures: from the names and shapes of a state dict to a graph. One file per architecture.
 */
package io.lrpspark.lrp.model;
