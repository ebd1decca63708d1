package io.lrpspark.jobs;

import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.program.AttributionProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What any program has to do to explain image files, and nothing else: threads that take the next batch until there is none, decode,
 * preprocess and attribute it, and forget the maps.
 *
 * @param program for images of 224 × 224 pixels
 * @param threads that share it
 * @param batch images per call
 */
record BareLoop(AttributionProgram program, int threads, int batch) {

    /** Images per second; loading and a first call are left out. */
    double imagesPerSecond(List<Path> files) throws InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            attributor.attribute(BenchCommand.images(batch), batch, BenchCommand.predicted(batch));
            AtomicInteger next = new AtomicInteger();
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(workers.submit(() -> {
                    for (int from = next.getAndAdd(batch); from < files.size(); from = next.getAndAdd(batch)) {
                        explain(attributor, files.subList(from, Math.min(from + batch, files.size())));
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
            return files.size() / ((System.nanoTime() - start) / 1e9);
        } finally {
            workers.shutdown();
        }
    }

    private static void explain(Attributor attributor, List<Path> files) throws IOException, ImageException {
        Preprocessing preprocessing = Preprocessing.imagenet();
        float[] input = new float[files.size() * preprocessing.length()];
        for (int i = 0; i < files.size(); i++) {
            preprocessing.normalize(
                    preprocessing.crop(ImageDecoder.decode(Files.readAllBytes(files.get(i)), DecodeOptions.defaults())),
                    input,
                    i * preprocessing.length());
        }
        attributor.attribute(input, files.size(), BenchCommand.predicted(files.size()));
    }
}
