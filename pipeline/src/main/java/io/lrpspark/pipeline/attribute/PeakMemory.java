package io.lrpspark.pipeline.attribute;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/** The most memory that each executor had. */
final class PeakMemory extends AccumulatorV2<ProcessMemory, Map<String, ProcessMemory>> {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, ProcessMemory> peaks = new HashMap<>();

    @Override
    public boolean isZero() {
        return peaks.isEmpty();
    }

    @Override
    public PeakMemory copy() {
        PeakMemory copy = new PeakMemory();
        copy.peaks.putAll(peaks);
        return copy;
    }

    @Override
    public void reset() {
        peaks.clear();
    }

    @Override
    public void add(ProcessMemory peak) {
        peaks.merge(peak.executor(), peak, ProcessMemory::larger);
    }

    @Override
    public void merge(AccumulatorV2<ProcessMemory, Map<String, ProcessMemory>> other) {
        ((PeakMemory) other).peaks.values().forEach(this::add);
    }

    /** By executor. */
    @Override
    public Map<String, ProcessMemory> value() {
        return Map.copyOf(peaks);
    }
}
