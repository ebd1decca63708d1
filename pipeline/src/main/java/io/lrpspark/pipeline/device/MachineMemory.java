package io.lrpspark.pipeline.device;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory of a machine, as one of its processes sees it.
 *
 * @param free bytes that nobody uses
 * @param unclaimed bytes that the heap of the process may still take of them
 */
public record MachineMemory(long free, long unclaimed) {
    /** Heaps are seldom claimed up to their limit: at least this part of what is free is there for the engine. */
    private static final int LEAST_PART = 4;

    /** This machine (or container) and this process; empty where the system does not say (other systems than Linux). */
    public static Optional<MachineMemory> read() {
        OptionalLong available = kilobytes(Path.of("/proc/meminfo"), "MemAvailable:");
        OptionalLong resident = kilobytes(Path.of("/proc/self/status"), "VmRSS:");
        if (available.isEmpty() || resident.isEmpty()) {
            return Optional.empty();
        }
        // Java knows the limit of a container; the system's own file knows only the machine.
        long total = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return Optional.of(new MachineMemory(
                Math.max(0, Math.min(available.getAsLong(), total - resident.getAsLong())),
                Math.max(0, heap.getMax() - heap.getCommitted())));
    }

    /**
     * What one of some processes like this one has beside its heap.
     *
     * @param processes on the machine; at least 1
     */
    long of(int processes) {
        return Math.max(free - processes * unclaimed, free / LEAST_PART) / processes;
    }

    private static OptionalLong kilobytes(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
