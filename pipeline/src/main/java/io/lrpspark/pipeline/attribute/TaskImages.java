package io.lrpspark.pipeline.attribute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The images of a task, explained. What is known of earlier crashes decides the way: an image of which a process died is
 * not touched again, those that are under suspicion go one by one while nothing else happens in the process, and all
 * others together on the conveyor.
 */
final class TaskImages implements Iterator<ExplainedImage>, AutoCloseable {
    private final ImagePreparer preparerOfSuspects;
    private final GuardedExplainer explainer;
    private final TaskPlan plan;
    private final CrashJournal journal;
    private final Iterator<ListedImage> convicted;
    private final Iterator<Listed> suspected;
    private final Supplier<ImageConveyor> others;
    private Optional<ImageConveyor> conveyor = Optional.empty();

    private record Listed(long position, ListedImage image) {}

    /**
     * The images of a task.
     *
     * @param listed positions and packed images; read to their end at once, since Spark's iterators belong to the task's
     *     own thread
     */
    TaskImages(
            Iterator<Tuple2<Long, Row>> listed,
            GuardedExplainer explainer,
            TaskPlan plan,
            CrashWatch watch,
            Configuration configuration,
            Meters meters) {
        CrashEvidence evidence = watch.evidence(TaskContext.get(), configuration);
        List<ListedImage> dead = new ArrayList<>();
        List<Listed> suspects = new ArrayList<>();
        List<Listed> rest = new ArrayList<>();
        listed.forEachRemaining(entry -> {
            Listed image = new Listed(entry._1(), ListedImage.unpack(entry._2()));
            if (evidence.convicts(image.position())) {
                dead.add(image.image());
            } else {
                (evidence.suspects(image.position()) ? suspects : rest).add(image);
            }
        });
        this.plan = plan;
        this.explainer = explainer;
        this.journal = new CrashJournal(
                watch.journal(TaskContext.get()),
                configuration,
                rest.stream().mapToLong(Listed::position).toArray(),
                plan.batchSize());
        this.preparerOfSuspects = new ImagePreparer(configuration, plan, meters);
        this.convicted = dead.iterator();
        this.suspected = suspects.iterator();
        this.others = () -> new ImageConveyor(
                rest.stream().map(Listed::image).iterator(),
                new ImagePreparer(configuration, plan, meters),
                explainer,
                journal,
                plan,
                meters);
    }

    @Override
    public boolean hasNext() {
        if (convicted.hasNext() || suspected.hasNext()) {
            return true;
        }
        if (conveyor.isEmpty()) {
            closeSuspects();
            conveyor = Optional.of(others.get());
        }
        return conveyor.get().hasNext();
    }

    @Override
    public ExplainedImage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (convicted.hasNext()) {
            return crashed(convicted.next());
        }
        return suspected.hasNext()
                ? alone(suspected.next())
                : conveyor.orElseThrow().next();
    }

    private static ExplainedImage crashed(ListedImage image) {
        return ExplainedImage.failed(
                PreparedImage.listed(image),
                new ImageFailure(
                        Stage.ATTRIBUTE,
                        "CrashedProcess",
                        "the process died twice over this image, the second time while it worked on nothing else:"
                                + " expected it to be read and explained, look at the image, or give executors more memory"));
    }

    private ExplainedImage alone(Listed suspect) {
        try {
            return Isolation.alone(() -> {
                journal.alone(suspect.position());
                PreparedImage prepared = BatchExplainer.check(preparerOfSuspects.prepare(suspect.image()), plan);
                return prepared.isReady() ? explainer.one(prepared) : new ExplainedImage(prepared, List.of());
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the task was interrupted", e);
        }
    }

    private void closeSuspects() {
        try {
            preparerOfSuspects.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the work; what was under way is lost. */
    @Override
    public void close() {
        conveyor.ifPresent(ImageConveyor::close);
        closeSuspects();
        journal.close();
    }
}
