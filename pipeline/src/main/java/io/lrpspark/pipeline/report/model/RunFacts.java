package io.lrpspark.pipeline.report.model;

import java.util.List;
import java.util.Optional;

/**
 * What the records of a run say.
 *
 * @param id the run's name
 * @param tables where it lies
 * @param verdict of the run itself, such as {@code complete}
 * @param startedAt as recorded, UTC
 * @param model name of the network
 * @param method composite and canonizer
 * @param images of the listing
 * @param explained images with a map
 * @param failed images without
 * @param accuracy share of labelled images predicted right
 * @param warnings of the run, one sentence each; some of them
 * @param warningCount how many there are
 * @param provenance everything else; some of it
 * @param factCount how many facts there are
 */
public record RunFacts(
        String id,
        String tables,
        Optional<String> verdict,
        Optional<String> startedAt,
        Optional<String> model,
        Optional<String> method,
        long images,
        long explained,
        long failed,
        Optional<Double> accuracy,
        List<String> warnings,
        long warningCount,
        List<Fact> provenance,
        long factCount) {}
