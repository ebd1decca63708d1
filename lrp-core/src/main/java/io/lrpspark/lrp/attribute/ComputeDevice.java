package io.lrpspark.lrp.attribute;

import ai.djl.Device;

/**
 * Where a program runs.
 *
 * @param kind processor or GPU
 * @param index which GPU; 0 for the processor
 */
public record ComputeDevice(Kind kind, int index) {
    /** Kinds of devices. */
    public enum Kind {
        /** The processor. */
        CPU,
        /** An NVIDIA GPU. */
        CUDA
    }

    /** The processor. */
    public static ComputeDevice cpu() {
        return new ComputeDevice(Kind.CPU, 0);
    }

    /** The GPU of that index among those visible to this process. */
    public static ComputeDevice cuda(int index) {
        return new ComputeDevice(Kind.CUDA, index);
    }

    Device toDjl() {
        return kind == Kind.CPU ? Device.cpu() : Device.gpu(index);
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
