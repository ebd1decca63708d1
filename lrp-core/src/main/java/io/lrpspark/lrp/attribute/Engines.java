package io.lrpspark.lrp.attribute;

import ai.djl.engine.Engine;

/** The engine of this JVM. */
final class Engines {
    static final String NAME = "PyTorch";
    private static final String OFFLINE = "ai.djl.offline";
    private static final String THREADS = "ai.djl.pytorch.num_threads";
    private static final String THREADS_BETWEEN = "ai.djl.pytorch.num_interop_threads";

    private Engines() {}

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
