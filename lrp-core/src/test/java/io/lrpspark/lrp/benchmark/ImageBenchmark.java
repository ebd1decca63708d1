package io.lrpspark.lrp.benchmark;

import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.lrp.image.RgbImage;
import io.lrpspark.lrp.image.Thumbnail;
import io.lrpspark.lrp.statistic.MapStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What every image takes: a JPEG of 500 × 375 pixels on its way to a map of 224 × 224. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ImageBenchmark {
    private static final int SIZE = 224;

    private final Preprocessing preprocessing = Preprocessing.imagenet();
    private final float[] input = new float[3 * SIZE * SIZE];
    private final float[] map = new float[SIZE * SIZE];
    private byte[] encoded;
    private RgbImage decoded;
    private RgbImage crop;

    /** Reads the image. */
    @Setup
    public void read() throws IOException, ImageException {
        try (InputStream content =
                Objects.requireNonNull(ImageBenchmark.class.getResourceAsStream("/golden/images/rgb-500x375.jpg"))) {
            encoded = content.readAllBytes();
        }
        decoded = ImageDecoder.decode(encoded, DecodeOptions.defaults());
        crop = preprocessing.crop(decoded);
        Random random = new Random(1);
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) random.nextGaussian();
        }
    }

    @Benchmark
    public RgbImage decode() throws ImageException {
        return ImageDecoder.decode(encoded, DecodeOptions.defaults());
    }

    @Benchmark
    public RgbImage resizeAndCrop() {
        return preprocessing.crop(decoded);
    }

    @Benchmark
    public float[] normalize() {
        preprocessing.normalize(crop, input, 0);
        return input;
    }

    @Benchmark
    public double[] statistics() {
        return MapStatistics.of(map, SIZE, SIZE);
    }

    @Benchmark
    public byte[] thumbnail() {
        return Thumbnail.jpeg(crop);
    }
}
