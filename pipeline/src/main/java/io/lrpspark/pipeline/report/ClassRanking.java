package io.lrpspark.pipeline.report;

import io.lrpspark.pipeline.report.AuditReader.Outside;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of a run, the most remarkable first: those with accused clusters, those with failed checks, those with warnings,
 * those whose clusters are most suspicious, those that are recognised least.
 *
 * @param classes in this order
 * @param clusters of each class, the most suspicious first
 * @param outside checks outside their bounds, of each class
 */
record ClassRanking(
        List<ClassSummary> classes,
        Map<Integer, List<ClusterReader.ClusterRow>> clusters,
        Map<Integer, Outside> outside) {

    static ClassRanking of(Summary summary, List<ClusterReader.ClusterRow> clusters, Map<Integer, Outside> outside) {
        Map<Integer, List<ClusterReader.ClusterRow>> ofClass = new HashMap<>();
        clusters.forEach(row -> ofClass.computeIfAbsent(row.target(), target -> new ArrayList<>())
                .add(row));
        Map<Integer, Integer> accusedRank = new HashMap<>();
        Map<Integer, Integer> rank = new HashMap<>();
        clusters.forEach(row -> {
            rank.putIfAbsent(row.target(), row.rank());
            if (row.accused()) {
                accusedRank.putIfAbsent(row.target(), row.rank());
            }
        });
        Comparator<ClassSummary> order = Comparator.comparing((ClassSummary row) ->
                        accusedRank.getOrDefault(row.target().orElseThrow(), Integer.MAX_VALUE))
                .thenComparing(row -> -outside.getOrDefault(row.target().orElseThrow(), Outside.NONE)
                        .failed())
                .thenComparing(row -> -outside.getOrDefault(row.target().orElseThrow(), Outside.NONE)
                        .warnings())
                .thenComparing(row -> rank.getOrDefault(row.target().orElseThrow(), Integer.MAX_VALUE))
                .thenComparing(row -> row.recall().or(row::accuracy).orElse(1.0))
                .thenComparing(row -> row.target().orElseThrow());
        return new ClassRanking(summary.classes().stream().sorted(order).toList(), ofClass, outside);
    }

    List<ClusterReader.ClusterRow> clusters(int target) {
        return clusters.getOrDefault(target, List.of());
    }

    Outside outside(int target) {
        return outside.getOrDefault(target, Outside.NONE);
    }

    /** The first classes. */
    List<Integer> first(int most) {
        return classes.stream()
                .limit(most)
                .map(row -> row.target().orElseThrow())
                .toList();
    }
}
