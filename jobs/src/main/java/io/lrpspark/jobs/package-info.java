/** The command line: options, exit codes, progress and printed results. Thin: the work is done by the pipeline and by lrp-core. */
package io.lrpspark.jobs;
