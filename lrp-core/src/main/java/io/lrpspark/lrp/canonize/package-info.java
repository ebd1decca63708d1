/**
 * Canonizers: rewrites of a graph that change its parameters and structure, never its function, so that the
 * rules of relevance propagation apply. One rewrite per file, composed by name.
 */
package io.lrpspark.lrp.canonize;
