package io.lrpspark.lrp.attribute;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/** What the engine of this process can compute on. */
public final class ComputeDevices {
    private ComputeDevices() {}

    /**
     * Why a device cannot be used. Starts the engine, and on a GPU allocates a number: drivers that do not fit the engine, devices that are
     * not there or in exclusive use show only then.
     *
     * @return half a sentence, such as "the engine's libraries are those for the processor"; empty if the device can be used
     * @throws AttributionException if the engine does not start
     */
    public static Optional<String> problem(ComputeDevice device) {
        Engine engine = Engines.start();
        if (device.kind() == ComputeDevice.Kind.CPU) {
            return Optional.empty();
        }
        if (!engine.hasCapability(StandardCapabilities.CUDA)) {
            return Optional.of(
                    "the engine sees no GPU: its libraries are those for the processor, or there is no driver");
        }
        try (NDManager manager = NDManager.newBaseManager(device.toDjl(), Engines.NAME)) {
            manager.zeros(new Shape(1)).toFloatArray();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("the engine cannot use " + device + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
