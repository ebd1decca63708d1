package io.lrpspark.pipeline.report.page;

import java.util.Map;

/** What the statistics of maps mean, for those who have not read their definitions. */
final class StatisticWords {
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("negative_share", "of the relevance that speaks against the class"),
            Map.entry("border_share", "of the relevance in the outer frame, a sixteenth of each side; even: 0.234"),
            Map.entry("corner_share", "of the relevance in the corner that has most of it; even: 0.016"),
            Map.entry("corner_upper_left_share", "of the relevance in the upper left corner"),
            Map.entry("corner_upper_right_share", "of the relevance in the upper right corner"),
            Map.entry("corner_lower_left_share", "of the relevance in the lower left corner"),
            Map.entry("corner_lower_right_share", "of the relevance in the lower right corner"),
            Map.entry("top1pct_share", "of the relevance in the hundredth of the pixels that has most of it"),
            Map.entry("entropy", "how evenly the relevance is spread; 1 is even"),
            Map.entry("gini", "how unequal the pixels are; 0 is even"),
            Map.entry("center_x", "where the centre lies, from 0 (left) to 1 (right)"),
            Map.entry("center_y", "where the centre lies, from 0 (top) to 1 (bottom)"),
            Map.entry("spread", "how far from its centre the relevance lies; even: 0.41"));

    private StatisticWords() {}

    /** The name of the column in words. */
    static String title(String name) {
        String words = name.replace("top1pct", "top 1 %").replace('_', ' ').replace("center", "centre");
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Half a sentence; empty for a statistic that is not known here. */
    static String meaning(String name) {
        String meaning = MEANINGS.getOrDefault(name, "");
        return name.endsWith("_share") && !meaning.isEmpty() ? "share " + meaning : meaning;
    }
}
