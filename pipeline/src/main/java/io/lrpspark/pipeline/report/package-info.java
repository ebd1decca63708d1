/** Reads the tables and records of a run and makes a report of a bounded size of them, whatever the run's. */
package io.lrpspark.pipeline.report;
