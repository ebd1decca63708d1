package io.lrpspark.pipeline.report.model;

/**
 * One line of a run's provenance.
 *
 * @param name such as {@code program.provenance.composite}
 * @param value as text
 */
public record Fact(String name, String value) {}
