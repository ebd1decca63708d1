package io.lrpspark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.jobs.BenchDeviceCommand.Arithmetic;
import io.lrpspark.lrp.attribute.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchDeviceTest {
    @Test
    void findsTheProcessorAsExactAsFloat32Is(@TempDir Path folder) throws IOException {
        Path model = Lrp.golden("tiny-a/tiny-a.safetensors", folder);

        Lrp run = Lrp.run("bench", "device", "--device=cpu", "--model=" + model, "--batch=1", "--rounds=1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern(
                        "cpu in float32: maps differ from float64 on cpu by \\d\\.\\de-0[5-9] \\(relative L2\\);"
                                + " expected 1e-04 or less: well");
    }

    @Test
    void expectsTheDigitsOfTf32OfAGpuThatIsNotToldOtherwise() {
        ComputeDevice gpu = ComputeDevice.cuda(0);

        assertThat(Arithmetic.of(gpu, Optional.of("0"))).isEqualTo(Arithmetic.FLOAT32);
        assertThat(Arithmetic.of(gpu, Optional.of("1"))).isEqualTo(Arithmetic.TF32);
        assertThat(Arithmetic.of(gpu, Optional.empty())).isEqualTo(Arithmetic.TF32);
        assertThat(Arithmetic.of(ComputeDevice.cpu(), Optional.of("1"))).isEqualTo(Arithmetic.FLOAT32);
    }
}
