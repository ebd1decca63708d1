package io.lrpspark.pipeline.input;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of a model's outputs is explained, for each image. */
public sealed interface TargetSpec extends Serializable {

    /** The most probable class. */
    record Predicted() implements TargetSpec {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "predicted";
        }
    }

    /** The class, or with several labels every class, that the image is labelled with. */
    record Label() implements TargetSpec {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "label";
        }
    }

    /** Every class whose sigmoid probability is at least one half; the most probable class if there is none. */
    record Positives() implements TargetSpec {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "positives";
        }
    }

    /**
     * One class for all images.
     *
     * @param index of the class, from 0
     */
    record ClassIndex(int index) implements TargetSpec {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return Integer.toString(index);
        }
    }

    /**
     * One class for all images, by name.
     *
     * @param name of the class, as the file of class names has it
     */
    record ClassName(String name) implements TargetSpec {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "class:" + name;
        }
    }

    /**
     * The most probable classes.
     *
     * @param count how many, positive
     */
    record Top(int count) implements TargetSpec {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "top:" + count;
        }
    }

    /**
     * Reads a target: {@code predicted}, {@code label}, {@code positives}, a class index, {@code class:NAME} (or
     * {@code class NAME}) or {@code top:K}.
     *
     * @throws UsageException for anything else
     */
    static TargetSpec parse(String text) {
        switch (text) {
            case "predicted":
                return new Predicted();
            case "label":
                return new Label();
            case "positives":
                return new Positives();
            default:
                break;
        }
        Matcher named = Pattern.compile("class[: ](.+)", Pattern.DOTALL).matcher(text);
        if (named.matches()) {
            return new ClassName(named.group(1).strip());
        }
        Matcher top = Pattern.compile("top:([1-9][0-9]{0,8})").matcher(text);
        if (top.matches()) {
            return new Top(Integer.parseInt(top.group(1)));
        }
        if (text.matches("[0-9]{1,9}")) {
            return new ClassIndex(Integer.parseInt(text));
        }
        throw new UsageException("unknown target '" + text
                + "': expected predicted, label, positives, a class index, class:NAME or top:K");
    }

    /**
     * Checks a target against a model's classes; a class name becomes its index.
     *
     * @throws UsageException if the model has no such class, not that many classes, or no sigmoid outputs for
     *     {@code positives}
     */
    static TargetSpec resolve(TargetSpec target, ClassNames classes, Activation activation) {
        if (target instanceof ClassIndex chosen && chosen.index() >= classes.size()) {
            throw new UsageException("target " + chosen.index()
                    + " is no class of the model: expected an index from 0 to " + (classes.size() - 1));
        }
        if (target instanceof ClassName chosen) {
            return new ClassIndex(classes.indexOf(chosen.name())
                    .orElseThrow(() -> new UsageException("target class '" + chosen.name()
                            + "' is no class of the model: expected one of its "
                            + (classes.names().isEmpty()
                                    ? "indices 0 to " + (classes.size() - 1) + ", or class names to look it up in"
                                    : classes.size() + " class names" + classes.suchAs(chosen.name())))));
        }
        if (target instanceof Top top && top.count() > classes.size()) {
            throw new UsageException("target " + top + " asks for more classes than the model has: expected top:"
                    + classes.size() + " at most");
        }
        if (target instanceof Positives && activation != Activation.SIGMOID) {
            throw new UsageException(
                    "target positives needs probabilities of each class by itself: expected activation sigmoid, not "
                            + activation);
        }
        return target;
    }
}
