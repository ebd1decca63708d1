/** Which device a task computes on, who may use it at the same time, and how many images fit into memory at once. */
package io.lrpspark.pipeline.device;
