package io.lrpspark.pipeline.device;

import io.lrpspark.lrp.registry.Registry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the user wants to compute on. */
public enum DeviceRequest {
    /** A GPU where there is one that the engine can use, else the processor. */
    AUTO,
    /** The processor, whatever else there is. */
    CPU,
    /** A GPU and nothing else. */
    CUDA;

    private static final Registry<DeviceRequest> BY_NAME = Registry.of("device", byName());

    private static Map<String, DeviceRequest> byName() {
        Map<String, DeviceRequest> requests = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(request -> requests.put(request.toString(), request));
        return requests;
    }

    /**
     * The request of a name.
     *
     * @param name auto, cpu or cuda
     * @throws io.lrpspark.lrp.registry.UnknownNameException for any other name
     */
    public static DeviceRequest parse(String name) {
        return BY_NAME.get(name);
    }

    /** The names that {@link #parse} reads. */
    public static Set<String> names() {
        return BY_NAME.names();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
