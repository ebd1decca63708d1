package io.lrpspark.pipeline.attribute;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.metrics.source.LongAccumulatorSource$;
import org.apache.spark.util.LongAccumulator;

/**
 * The images of all runs of a Spark session, for Spark's metrics sinks, which see what ended tasks have done. Spark keeps a source of
 * metrics until the session ends, and shows the first of several that have one name.
 */
final class SessionImages implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What the images that are done are called in Spark's metrics. */
    static final String IMAGES_DONE = "images_done";

    private static final Map<SparkContext, SessionImages> OF_SESSIONS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final LongAccumulator done;
    private final LongAccumulator failed;

    private SessionImages(SparkContext context) {
        done = context.longAccumulator("images done in this session");
        failed = context.longAccumulator("images failed in this session");
        LongAccumulatorSource$.MODULE$.register(
                context, new scala.collection.immutable.Map.Map2<>(IMAGES_DONE, done, "images_failed", failed));
    }

    /** Those of a session: the same for all of its runs. */
    static SessionImages of(SparkContext context) {
        return OF_SESSIONS.computeIfAbsent(context, SessionImages::new);
    }

    /** One more image is done. */
    void addDone() {
        done.add(1);
    }

    /** It has failed. */
    void addFailed() {
        failed.add(1);
    }
}
