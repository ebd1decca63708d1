/**
 * Statistics that describe the shape of one relevance map: where the relevance lies and how concentrated it is. One
 * file per statistic, one line in the registry.
 */
package io.lrpspark.lrp.statistic;
