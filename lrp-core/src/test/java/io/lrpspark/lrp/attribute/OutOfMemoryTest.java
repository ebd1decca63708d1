package io.lrpspark.lrp.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
    @Test
    void knowsWhatTheEngineSaysWhenTheProcessorHasNoMemoryLeft() {
        try (NDManager manager = Engines.start().newBaseManager()) {
            Throwable failure = catchThrowable(() -> manager.zeros(new Shape(1L << 50)));

            assertThat(OutOfMemory.isIn(failure)).as("%s", failure).isTrue();
            assertThat(OutOfMemory.isIn(new AttributionException("the engine failed", failure)))
                    .isTrue();
        }
    }

    @Test
    void knowsWhatTheEngineSaysWhenAGpuHasNoMemoryLeft() {
        assertThat(OutOfMemory.isIn(new RuntimeException("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a"
                        + " total capacity of 79.11 GiB of which 4.75 MiB is free.")))
                .isTrue();
    }

    @Test
    void takesNoOtherFailureForIt() {
        assertThat(OutOfMemory.isIn(new IllegalStateException("expected a tensor of 4 dimensions")))
                .isFalse();
        assertThat(OutOfMemory.isIn(new OutOfMemoryError("Java heap space"))).isFalse();
    }
}
