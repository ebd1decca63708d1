/** JMH benchmarks of what is done beside the convolutions: for every image in Java, and once per run. {@code scripts/bench parts} runs them. */
package io.lrpspark.lrp.benchmark;
