/**
 * The tables of a run: their schemas, where they lie, how they are written, and the records that say when a run began
 * and that it is finished.
 */
package io.lrpspark.pipeline.output;
