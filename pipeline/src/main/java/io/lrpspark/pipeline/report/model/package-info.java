/** What a report says, as plain values: nothing here knows where they come from or how they are shown. */
package io.lrpspark.pipeline.report.model;
