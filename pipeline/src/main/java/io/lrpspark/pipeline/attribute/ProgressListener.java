package io.lrpspark.pipeline.attribute;

/** Is told about a run's progress, on the driver. */
@FunctionalInterface
public interface ProgressListener {
    /** Pays no attention. */
    ProgressListener NONE = progress -> {};

    /**
     * Called about once a second while the run computes, when the images are listed and after every wave; never
     * concurrently. An exception ends the run, which then stays unfinished.
     */
    void progress(Progress progress);

    /**
     * Called before the work starts, with what the user should know by then.
     *
     * @param sentence such as why batches are smaller than was asked for
     */
    default void warn(String sentence) {}

    /**
     * Called before the work starts, with a choice that was left to the program.
     *
     * @param sentence such as which device was chosen, and why
     */
    default void inform(String sentence) {}
}
