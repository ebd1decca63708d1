/** Audits of a finished run: clusters of maps within each class, and which of them look at a place of their own. */
package io.lrpspark.pipeline.audit;
