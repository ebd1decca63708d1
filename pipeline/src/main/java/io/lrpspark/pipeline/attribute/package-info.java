/**
 * The attribution job: on the driver the settings, the waves and the result; on the executors the loaded programs,
 * decoding ahead of them, and the rows they give.
 */
package io.lrpspark.pipeline.attribute;
