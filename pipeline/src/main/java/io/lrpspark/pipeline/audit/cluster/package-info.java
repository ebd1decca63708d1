/** Spectral clusters of the relevance maps of one class. No Spark: plain arrays in, plain arrays out. */
package io.lrpspark.pipeline.audit.cluster;
