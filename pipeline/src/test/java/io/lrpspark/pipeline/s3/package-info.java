/** A real S3 server for tests. */
package io.lrpspark.pipeline.s3;
