/**
 * Loads a program into the PyTorch engine, runs it on batches and hands back logits, relevance and its
 * statistics.
 */
package io.lrpspark.lrp.attribute;
