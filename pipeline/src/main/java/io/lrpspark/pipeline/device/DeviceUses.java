package io.lrpspark.pipeline.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.util.AccumulatorV2;

/** What each executor did on each of its devices. */
public final class DeviceUses extends AccumulatorV2<DeviceUse, List<DeviceUse>> {
    private static final long serialVersionUID = 1L;

    private final HashMap<List<String>, DeviceUse> uses = new HashMap<>();

    @Override
    public boolean isZero() {
        return uses.isEmpty();
    }

    @Override
    public DeviceUses copy() {
        DeviceUses copy = new DeviceUses();
        copy.uses.putAll(uses);
        return copy;
    }

    @Override
    public void reset() {
        uses.clear();
    }

    @Override
    public void add(DeviceUse use) {
        uses.merge(new ArrayList<>(List.of(use.executor(), use.device())), use, DeviceUse::plus);
    }

    @Override
    public void merge(AccumulatorV2<DeviceUse, List<DeviceUse>> other) {
        ((DeviceUses) other).uses.values().forEach(this::add);
    }

    /** By executor and device. */
    @Override
    public List<DeviceUse> value() {
        return uses.values().stream()
                .sorted(Comparator.comparing(DeviceUse::executor).thenComparing(DeviceUse::device))
                .toList();
    }
}
