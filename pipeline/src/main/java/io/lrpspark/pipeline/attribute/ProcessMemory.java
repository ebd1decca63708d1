package io.lrpspark.pipeline.attribute;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;

/**
 * The most memory that a process has had so far.
 *
 * @param executor that the process is, or {@code driver}
 * @param heapBytes the sum of the peaks of the parts of the Java heap, what was garbage by then included
 * @param residentBytes of the whole process, the engine's memory included; 0 where the system does not say
 */
record ProcessMemory(String executor, long heapBytes, long residentBytes) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK_OF_RESIDENT_SET = "VmHWM:";

    /** Of this process. */
    static ProcessMemory peak() {
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
        return new ProcessMemory(SparkEnv.get().executorId(), heap, resident());
    }

    private static long resident() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(PEAK_OF_RESIDENT_SET))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The larger of each. */
    ProcessMemory larger(ProcessMemory other) {
        return new ProcessMemory(
                executor, Math.max(heapBytes, other.heapBytes), Math.max(residentBytes, other.residentBytes));
    }
}
