package io.lrpspark.lrp.attribute;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.Precision;
import io.lrpspark.lrp.program.Target;
import io.lrpspark.lrp.program.TorchScriptArchive;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A loaded program. Thread-safe: any number of threads may share one; each caller's work runs on a thread of the attributor's own, one
 * engine thread each. A call goes on to its end when its caller is interrupted, who finds the interruption after it.
 *
 * <p>The own threads have large stacks: the engine recurses through a program of thousands of statements when it first sees it, and would
 * run over the stack of an ordinary Java thread, killing the JVM without a trace.
 */
public final class Attributor implements AutoCloseable {
    private static final long STACK_BYTES = 256L << 20;

    private final AttributionProgram program;
    private final ComputeDevice device;
    private final ExecutorService threads;
    private final Model model;

    private Attributor(AttributionProgram program, ComputeDevice device, ExecutorService threads, Model model) {
        this.program = program;
        this.device = device;
        this.threads = threads;
        this.model = model;
    }

    /**
     * Loads a program.
     *
     * @throws DeviceMemoryException if the device has not enough memory for it
     * @throws BrokenDeviceException if a GPU failed
     * @throws AttributionException if the engine refuses it, or there is no such device
     */
    public static Attributor load(AttributionProgram program, ComputeDevice device) {
        ExecutorService threads = threads();
        try {
            Model model = await(threads.submit(() -> RunningCalls.during(() -> loadModel(program, device))), device);
            return new Attributor(program, device, threads, model);
        } catch (RuntimeException failed) {
            threads.shutdown();
            throw failed;
        }
    }

    /**
     * As many threads as there are callers at once, kept until the attributor is closed: the engine warms up each thread anew, and the C
     * library would hold on to the memory of those that ended.
     */
    private static ExecutorService threads() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, Long.MAX_VALUE, TimeUnit.NANOSECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(null, task, "attributor", STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private static Model loadModel(AttributionProgram program, ComputeDevice device)
            throws IOException, MalformedModelException {
        Engines.start();
        JniUtils.setGraphExecutorOptimize(false);
        Path folder = Files.createTempDirectory("attribution");
        Path file = folder.resolve("attribution.pt");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                TorchScriptArchive.write(program, target(program, device), out);
            }
            Model model = Model.newInstance("attribution", device.toDjl(), Engines.NAME);
            model.load(folder, "attribution");
            return model;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static Target target(AttributionProgram program, ComputeDevice device) {
        if (device.kind() == ComputeDevice.Kind.CUDA) {
            return Target.CUDA;
        }
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        return x86 && program.precision() == Precision.FLOAT32 ? Target.CPU_MKLDNN : Target.CPU;
    }

    /** The loaded program. */
    public AttributionProgram program() {
        return program;
    }

    /** Where it runs. */
    public ComputeDevice device() {
        return device;
    }

    /**
     * Logits without relevance: one forward pass.
     *
     * @param images [N, C, H, W] row-major, normalised
     * @param count N
     * @return logits [N][K]
     */
    public float[][] predict(float[] images, int count) {
        return run(manager -> {
            try (NDArray results = passes(manager).logits(images(manager, images, count))) {
                Elements logits = Elements.of(results);
                float[][] rows = new float[count][];
                for (int image = 0; image < count; image++) {
                    rows[image] = logits.floats(image * program.classes(), program.classes());
                }
                return rows;
            }
        });
    }

    /**
     * Logits and relevance.
     *
     * @param images [N, C, H, W] row-major, normalised
     * @param count N
     * @param targets [N][T], class indices or {@link Targets#rank ranks}; as many for every image
     * @throws DeviceMemoryException if the device has not enough memory for so many images; fewer may fit
     * @throws BrokenDeviceException if a GPU failed, on which further calls of this process are likely to fail
     * @throws OutOfMemoryError if the Java heap has no room for the results
     */
    public AttributionBatch attribute(float[] images, int count, int[][] targets) {
        return run(manager -> attribute(manager, images(manager, images, count), count, targets));
    }

    /** The same from float64 images, which only a float64 program makes use of. */
    public AttributionBatch attribute(double[] images, int count, int[][] targets) {
        return run(manager -> attribute(manager, images(manager, images, count), count, targets));
    }

    private AttributionBatch attribute(NDManager manager, NDArray images, int count, int[][] targets) {
        if (targets.length != count) {
            throw new IllegalArgumentException("%d images have targets, but there are %d: expected targets for each"
                    .formatted(targets.length, count));
        }
        int perImage = targets[0].length;
        long[] requested = new long[count * perImage];
        for (int image = 0; image < count; image++) {
            if (targets[image].length != perImage) {
                throw new IllegalArgumentException(
                        "image %d has %d targets, the first has %d: all images of a batch need equally many"
                                .formatted(image, targets[image].length, perImage));
            }
            for (int target = 0; target < perImage; target++) {
                requested[image * perImage + target] = checked(targets[image][target]);
            }
        }
        NDArray targetArray = manager.create(requested, new Shape(count, perImage));
        try (NDList results = MethodRunner.of(program.method()).run(passes(manager), images, targetArray)) {
            return new AttributionBatch(
                    program,
                    count,
                    perImage,
                    Elements.of(results.get(Passes.LOGITS)),
                    results.get(Passes.CLASSES).toLongArray(),
                    Elements.of(results.get(Passes.RELEVANCE)),
                    Elements.of(results.get(Passes.LEDGER)));
        }
    }

    private int checked(int target) {
        if (target >= program.classes() || -target > program.classes()) {
            throw new IllegalArgumentException(
                    "target %d is no class of this model: expected 0 to %d".formatted(target, program.classes() - 1));
        }
        return target;
    }

    private Passes passes(NDManager manager) {
        return new Passes(program, (PtSymbolBlock) model.getBlock(), manager);
    }

    private NDArray images(NDManager manager, float[] images, int count) {
        NDArray array = manager.create(images, shape(images.length, count));
        return program.precision() == Precision.FLOAT64 ? array.toType(DataType.FLOAT64, false) : array;
    }

    private NDArray images(NDManager manager, double[] images, int count) {
        NDArray array = manager.create(images, shape(images.length, count));
        return program.precision() == Precision.FLOAT32 ? array.toType(DataType.FLOAT32, false) : array;
    }

    private Shape shape(int elements, int count) {
        Shape shape = new Shape(count, program.channels(), program.height(), program.width());
        if (count < 1 || shape.size() != elements) {
            throw new IllegalArgumentException("%d numbers are no %d images of shape [%d, %d, %d]"
                    .formatted(elements, count, program.channels(), program.height(), program.width()));
        }
        return shape;
    }

    private <T> T run(Function<NDManager, T> work) {
        Callable<T> task = () -> {
            // thread-local in the engine: without it the first calls of a thread are slow
            JniUtils.setGraphExecutorOptimize(false);
            try (NDManager manager = model.getNDManager().newSubManager()) {
                return work.apply(manager);
            }
        };
        return await(threads.submit(() -> RunningCalls.during(task)), device);
    }

    /**
     * The result of a call. The engine cannot be interrupted: an interruption is kept for after the call's end, so that nobody takes the
     * device for free while it still computes.
     */
    private static <T> T await(Future<T> result, ComputeDevice device) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            throw failure(failed.getCause(), device);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException failure(Throwable cause, ComputeDevice device) {
        if (cause instanceof IllegalArgumentException wrong) {
            return wrong;
        }
        if (cause instanceof OutOfMemoryError heap) {
            throw heap;
        }
        if (DeviceMemoryException.isCauseOf(cause)) {
            return new DeviceMemoryException(device, cause);
        }
        return BrokenDeviceException.isCauseOf(cause)
                ? new BrokenDeviceException(device, cause)
                : new AttributionException("the engine failed: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        threads.shutdown();
        model.close();
    }
}
