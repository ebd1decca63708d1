package io.lrpspark.jobs;

import io.lrpspark.lrp.program.Seed;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.UsageException;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The relevance that propagation starts with. */
final class StartOption {
    private static final String AGAINST = "contrastive:";
    private static final String RUNNER_UP = "runner-up";

    @Option(
            names = "--start",
            paramLabel = "NAME",
            defaultValue = "one-hot",
            description = "The relevance at the outputs: one-hot (1 at the target), logit (the target's logit), or"
                    + " contrastive[:CLASS] (1 at the target and -1 at a class, by default the best other one)."
                    + " Default: ${DEFAULT-VALUE}.")
    private String text;

    /**
     * The start, with a class by name or index.
     *
     * @throws UsageException if the class is none of the model
     * @throws io.lrpspark.lrp.rule.RuleException if there is no such start
     */
    Seed seed(ClassNames classes) {
        if (!text.startsWith(AGAINST) || text.equals(AGAINST + RUNNER_UP)) {
            return Seed.parse(text);
        }
        String name = text.substring(AGAINST.length());
        int other = classes.indexOf(name)
                .orElseThrow(() -> new UsageException("start '" + text + "' is against no class of the model: expected "
                        + RUNNER_UP + ", an index from 0 to " + (classes.size() - 1)
                        + (classes.names().isEmpty()
                                ? ", or a name together with --classes"
                                : " or one of the names in --classes" + classes.suchAs(name))));
        return new Seed.Contrastive(OptionalInt.of(other));
    }

    /**
     * Refuses to set a class against itself.
     *
     * @throws UsageException if the seed is against the target
     */
    static void requireContrast(Seed seed, int target) {
        if (seed instanceof Seed.Contrastive contrastive
                && contrastive.other().isPresent()
                && contrastive.other().getAsInt() == target) {
            throw new UsageException("start '" + seed + "' is against the target itself: expected another class than "
                    + target + ", or " + AGAINST + RUNNER_UP);
        }
    }
}
