package io.lrpspark.pipeline.attribute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * One partition's images on their way through three threads: one reads and decodes ahead, one feeds the attributor, and
 * the task's own describes the maps and writes the rows. The attributor thus waits for nothing but the first images.
 * Bounded queues lie between them. The order of the images is kept, and batches never hold images of two partitions.
 */
final class ImageConveyor implements Iterator<ExplainedImage>, AutoCloseable {
    private static final int BATCHES_DESCRIBED_LATER = 1;

    private final Handoff<PreparedImage> prepared;
    private final Handoff<List<ExplainedImage>> explained = new Handoff<>(BATCHES_DESCRIBED_LATER);
    private final List<Future<?>> workers = new ArrayList<>();
    private final int batchSize;
    private final CrashJournal journal;
    private final Meters meters;
    private Iterator<ExplainedImage> current = List.<ExplainedImage>of().iterator();
    private boolean atEnd;

    ImageConveyor(
            Iterator<ListedImage> images,
            ImagePreparer preparer,
            GuardedExplainer explainer,
            CrashJournal journal,
            TaskPlan plan,
            Meters meters) {
        this.batchSize = plan.batchSize();
        this.journal = journal;
        this.meters = meters;
        this.prepared = new Handoff<>(batchSize + 1);
        start(prepared, () -> {
            try (preparer) {
                while (images.hasNext()) {
                    journal.starting();
                    ListedImage image = images.next();
                    prepared.put(Isolation.shared(() -> BatchExplainer.check(preparer.prepare(image), plan)));
                }
            }
        });
        start(explained, () -> explainAll(explainer));
    }

    private interface Work {
        void run() throws InterruptedException, IOException;
    }

    private void start(Handoff<?> result, Work work) {
        workers.add(Attributors.workers().submit(() -> {
            try {
                work.run();
                result.finish();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable e) {
                result.fail(e);
            }
            return null;
        }));
    }

    private void explainAll(GuardedExplainer explainer) throws InterruptedException {
        List<PreparedImage> waiting = new ArrayList<>();
        int ready = 0;
        for (Optional<PreparedImage> next = prepared.take(); next.isPresent(); next = prepared.take()) {
            waiting.add(next.get());
            ready += next.get().isReady() ? 1 : 0;
            if (ready == batchSize) {
                explained.put(explain(explainer, waiting));
                waiting = new ArrayList<>();
                ready = 0;
            }
        }
        if (!waiting.isEmpty()) {
            explained.put(explain(explainer, waiting));
        }
    }

    private List<ExplainedImage> explain(GuardedExplainer explainer, List<PreparedImage> images)
            throws InterruptedException {
        List<PreparedImage> ready =
                images.stream().filter(PreparedImage::isReady).toList();
        List<ExplainedImage> done = List.of();
        if (!ready.isEmpty()) {
            meters.computing.add(System.currentTimeMillis());
            long start = System.nanoTime();
            done = explainer.together(ready);
            meters.attributeNanos.add(System.nanoTime() - start);
            meters.computing.add(System.currentTimeMillis());
            meters.batches.add(1);
        }
        journal.explained(images.size());
        Iterator<ExplainedImage> results = done.iterator();
        return images.stream()
                .map(image -> image.isReady() ? results.next() : new ExplainedImage(image, List.of()))
                .toList();
    }

    @Override
    public boolean hasNext() {
        try {
            while (!current.hasNext() && !atEnd) {
                Optional<List<ExplainedImage>> next = explained.take();
                atEnd = next.isEmpty();
                current = next.orElse(List.of()).iterator();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("the task was interrupted", e);
        }
        return current.hasNext();
    }

    @Override
    public ExplainedImage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    /** Stops the threads; what they were at is lost. */
    @Override
    public void close() {
        workers.forEach(worker -> worker.cancel(true));
    }
}
