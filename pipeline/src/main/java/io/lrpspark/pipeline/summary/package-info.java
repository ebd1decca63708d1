/**
 * Statistics of a run, per class and overall, computed from the table of its attributions.
 */
package io.lrpspark.pipeline.summary;
