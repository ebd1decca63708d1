/**
 * The network as an immutable graph: a sealed {@code Node} with one record per kind, shape inference and
 * printing. Parameters are {@code double[]}; nothing here knows where they came from or what becomes of them.
 */
package io.lrpspark.lrp.graph;
