package io.lrpspark.lrp.program;

import io.lrpspark.lrp.rule.RuleException;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The relevance that is put at the logits, to be propagated to the input. */
public sealed interface Seed {
    /** 1 at the target. */
    Seed ONE_HOT = new OneHot();

    /** The logit at the target, so that relevance is in units of the logit. */
    Seed LOGIT = new Logit();

    /** 1 at the target and −1 at the best other class. */
    Seed CONTRASTIVE = new Contrastive(OptionalInt.empty());

    /**
     * 1 at the target.
     */
    record OneHot() implements Seed {
        @Override
        public Value write(TensorBuilder tensors, Value logits, Value classes) {
            return tensors.oneHot(logits, classes);
        }

        @Override
        public double total(double logit) {
            return 1;
        }

        @Override
        public String toString() {
            return "one-hot";
        }
    }

    /**
     * The logit at the target.
     */
    record Logit() implements Seed {
        @Override
        public Value write(TensorBuilder tensors, Value logits, Value classes) {
            return tensors.multiply(tensors.oneHot(logits, classes), logits);
        }

        @Override
        public double total(double logit) {
            return logit;
        }

        @Override
        public String toString() {
            return "logit";
        }
    }

    /**
     * 1 at the target and −1 at another class: what speaks for the one rather than for the other. Where the target is the other class
     * itself, nothing does, and the map is zero.
     *
     * @param other that class, from 0; if empty, the class of the highest logit besides the target
     */
    record Contrastive(OptionalInt other) implements Seed {
        private static final String NAME = "contrastive";

        /** @throws RuleException if the class is negative */
        public Contrastive {
            if (other.isPresent() && other.getAsInt() < 0) {
                throw new RuleException(
                        "a contrastive start against class %d: expected a class from 0".formatted(other.getAsInt()));
            }
        }

        @Override
        public Value write(TensorBuilder tensors, Value logits, Value classes) {
            int count = logits.channels();
            if (count < 2) {
                throw new RuleException(
                        "a contrastive start needs a class besides the target, but the model has only one: use one-hot or logit");
            }
            if (other.isEmpty()) {
                Value runnerUp = tensors.runnerUp(logits, classes);
                return tensors.subtract(tensors.oneHot(logits, classes), tensors.oneHot(logits, runnerUp));
            }
            if (other.getAsInt() >= count) {
                throw new RuleException(
                        "a contrastive start against class %d: expected one of the model's classes, 0 to %d"
                                .formatted(other.getAsInt(), count - 1));
            }
            double[] against = new double[count];
            against[other.getAsInt()] = 1;
            return tensors.subtract(tensors.oneHot(logits, classes), tensors.perChannel(against));
        }

        @Override
        public double total(double logit) {
            return 0;
        }

        @Override
        public String toString() {
            return other.isPresent() ? NAME + ":" + other.getAsInt() : NAME;
        }
    }

    /**
     * Writes the seed, [K, 1, 1].
     *
     * @param logits [K, 1, 1]
     * @param classes the target of each image, []
     * @throws RuleException if the network has too few classes for it
     */
    Value write(TensorBuilder tensors, Value logits, Value classes);

    /**
     * The sum of the seed over all classes.
     *
     * @param logit of the target
     */
    double total(double logit);

    /**
     * The seed that a text means: {@code one-hot}, {@code logit}, {@code contrastive} or {@code contrastive:runner-up}, {@code
     * contrastive:CLASS} with an index. {@code toString} gives such a text.
     *
     * @throws RuleException if it means none
     */
    static Seed parse(String text) {
        switch (text) {
            case "one-hot":
                return ONE_HOT;
            case "logit":
                return LOGIT;
            case Contrastive.NAME, Contrastive.NAME + ":runner-up":
                return CONTRASTIVE;
            default:
                Matcher indexed =
                        Pattern.compile(Contrastive.NAME + ":(\\d{1,9})").matcher(text);
                if (indexed.matches()) {
                    return new Contrastive(OptionalInt.of(Integer.parseInt(indexed.group(1))));
                }
                throw new RuleException(
                        "start '" + text
                                + "' is unknown: expected one-hot, logit, contrastive (against the runner-up) or contrastive:CLASS");
        }
    }
}
