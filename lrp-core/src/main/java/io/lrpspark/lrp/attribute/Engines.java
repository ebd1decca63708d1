package io.lrpspark.lrp.attribute;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;

/** The engine of this JVM: how it starts, and what it finds. */
public final class Engines {
    static final String NAME = "PyTorch";
    private static final String OFFLINE = "ai.djl.offline";
    private static final String THREADS = "ai.djl.pytorch.num_threads";
    private static final String THREADS_BETWEEN = "ai.djl.pytorch.num_interop_threads";

    private Engines() {}

    /**
     * How many threads the engine uses in a call, unless the system property {@code ai.djl.pytorch.num_threads} says so; without effect
     * once the engine runs.
     *
     * @param threads positive
     */
    public static void threadsPerCall(int threads) {
        setIfAbsent(THREADS, String.valueOf(threads));
    }

    /** The GPUs that the engine can use; 0 if it was built for the processor or finds no driver. Starts the engine. */
    public static int gpus() {
        Engine engine = start();
        // Asked for the number without CUDA, the engine would warn.
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }

    /** The engine. The first call starts it, which unpacks its libraries if this machine has not seen them yet. */
    static Engine start() {
        setIfAbsent(OFFLINE, "true");
        setIfAbsent(THREADS, "1");
        setIfAbsent(THREADS_BETWEEN, "1");
        return NativeLibraries.first(() -> Engine.getEngine(NAME));
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
