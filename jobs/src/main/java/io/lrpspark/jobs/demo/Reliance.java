package io.lrpspark.jobs.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How well a class is recognised with and without what was planted into its images.
 *
 * @param label name of the class
 * @param artefact what was planted, such as {@code logo}
 * @param with images that carry it, positive
 * @param recognisedWith how many of them are recognised
 * @param without images of the same class that do not
 * @param recognisedWithout how many of them are recognised
 */
record Reliance(String label, String artefact, int with, int recognisedWith, int without, int recognisedWithout) {

    /**
     * Counts, for every class and artefact that occur together.
     *
     * @param artefacts name of the artefact by image id; images without one are left out
     */
    static List<Reliance> of(List<Explanation> explanations, Map<String, String> artefacts) {
        Map<String, List<Explanation>> byClass = explanations.stream()
                .collect(Collectors.groupingBy(Explanation::label, LinkedHashMap::new, Collectors.toList()));
        List<Reliance> found = new ArrayList<>();
        byClass.forEach((label, ofClass) -> {
            Map<String, List<Explanation>> byArtefact = ofClass.stream()
                    .filter(explanation -> artefacts.containsKey(explanation.imageId()))
                    .collect(Collectors.groupingBy(
                            explanation -> artefacts.get(explanation.imageId()),
                            LinkedHashMap::new,
                            Collectors.toList()));
            List<Explanation> plain = ofClass.stream()
                    .filter(explanation -> !artefacts.containsKey(explanation.imageId()))
                    .toList();
            byArtefact.forEach((artefact, carriers) -> found.add(new Reliance(
                    label, artefact, carriers.size(), recognised(carriers), plain.size(), recognised(plain))));
        });
        return List.copyOf(found);
    }

    private static int recognised(List<Explanation> explanations) {
        return (int) explanations.stream().filter(Explanation::isCorrect).count();
    }

    /** Such as "hexagon: with the logo 100 % are recognised (40 of 40), without it 0 % (0 of 10)". */
    @Override
    public String toString() {
        String carrying = label + ": with the " + artefact + " " + share(recognisedWith, with, " are recognised");
        return without == 0 ? carrying : carrying + ", without it " + share(recognisedWithout, without, "");
    }

    private static String share(int recognised, int of, String verb) {
        return String.format(Locale.ROOT, "%.0f %%%s (%d of %d)", 100.0 * recognised / of, verb, recognised, of);
    }
}
