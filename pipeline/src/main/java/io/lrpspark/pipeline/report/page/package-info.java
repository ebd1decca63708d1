/** A report as one HTML page that needs nothing else. Knows no Spark. */
package io.lrpspark.pipeline.report.page;
