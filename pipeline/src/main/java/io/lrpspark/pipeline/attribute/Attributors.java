package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.device.DeviceTurns;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The programs that this JVM has loaded, by fingerprint and device. A program is compiled and loaded once, by the first task
 * that needs it, shared by all task threads, and kept for the life of the JVM: the next job finds it warm.
 */
final class Attributors {
    private static final Map<Key, LoadedProgram> LOADED = new ConcurrentHashMap<>();
    private static final Map<ComputeDevice, DeviceTurns> TURNS = new ConcurrentHashMap<>();

    /** Threads that decode and drive attributors; kept and reused, since every new thread costs the engine memory. */
    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "lrp-worker");
        thread.setDaemon(true);
        return thread;
    });

    private Attributors() {}

    /**
     * The loaded program.
     *
     * @param encoded the program's encoding, asked for only if it has to be loaded
     * @param loaded told the length of the encoding when it had to be
     */
    static LoadedProgram get(String fingerprint, ComputeDevice device, Supplier<byte[]> encoded, LongConsumer loaded) {
        return LOADED.computeIfAbsent(new Key(fingerprint, device), key -> {
            byte[] bytes = encoded.get();
            Attributor attributor = Attributor.load(AttributionProgram.decode(bytes), device);
            loaded.accept(bytes.length);
            return new LoadedProgram(attributor, TURNS.computeIfAbsent(device, DeviceTurns::of));
        });
    }

    static ExecutorService workers() {
        return WORKERS;
    }

    private record Key(String fingerprint, ComputeDevice device) {}
}
