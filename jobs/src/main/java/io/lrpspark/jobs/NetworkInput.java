package io.lrpspark.jobs;

import io.lrpspark.lrp.array.NpyArray;
import io.lrpspark.lrp.array.NpyFile;
import io.lrpspark.lrp.image.DecodeOptions;
import io.lrpspark.lrp.image.ImageDecoder;
import io.lrpspark.lrp.image.ImageException;
import io.lrpspark.lrp.image.Preprocessing;
import io.lrpspark.pipeline.input.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/**
 * Normalised images.
 *
 * @param file where they come from, a path or a URI
 * @param array [N, C, H, W]
 */
record NetworkInput(String file, NpyArray array) {
    private static final int DIMENSIONS = 4;

    /**
     * One decoded and preprocessed image.
     *
     * @throws UsageException if the file cannot be read or is no usable image
     */
    static NetworkInput ofImage(FileArgument file, DecodeOptions decoding, Preprocessing preprocessing) {
        if (file.isLocal() && Files.isDirectory(file.path())) {
            throw new UsageException(
                    "image '" + file
                            + "' is a folder: expected one JPEG, PNG or WebP file, or the command attribute for a whole folder");
        }
        float[] values = new float[preprocessing.length()];
        try {
            byte[] encoded = file.isLocal() ? Files.readAllBytes(file.path()) : file.fetch("image");
            preprocessing.normalize(preprocessing.crop(ImageDecoder.decode(encoded, decoding)), values, 0);
        } catch (ImageException e) {
            throw new UsageException("image '" + file + "' cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UsageException(
                    "image '" + file + "' cannot be read (" + e.getClass().getSimpleName()
                            + "): expected a JPEG, PNG or WebP file",
                    e);
        }
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        List<Integer> shape = List.of(1, preprocessing.channels(), preprocessing.height(), preprocessing.width());
        return new NetworkInput(file.location(), new NpyArray(shape, wide));
    }

    /**
     * A tensor as it is in the file.
     *
     * @throws UsageException if it cannot be read, has not four dimensions, or none of a kind
     */
    static NetworkInput ofTensor(FileArgument file) {
        NpyArray array =
                file.isLocal() ? NpyFile.read(file.path()) : NpyFile.read(file.location(), file.fetch("tensor"));
        if (array.shape().size() != DIMENSIONS || array.values().length == 0) {
            throw new UsageException("tensor '" + file + "' has shape " + array.shape()
                    + ": expected [N, C, H, W] with at least one image");
        }
        return new NetworkInput(file.location(), array);
    }

    int count() {
        return array.shape().get(0);
    }

    int channels() {
        return array.shape().get(1);
    }

    int height() {
        return array.shape().get(2);
    }

    int width() {
        return array.shape().get(3);
    }

    /** The image of that index, [1, C, H, W]. */
    double[] image(int index) {
        int length = channels() * height() * width();
        return Arrays.copyOfRange(array.values(), index * length, (index + 1) * length);
    }

    /** What to call that image. */
    String name(int index) {
        return count() == 1 ? file : file + "[" + index + "]";
    }

    /** @throws UsageException if the network takes another number of channels */
    void requireChannels(int expected) {
        if (channels() != expected) {
            throw new UsageException(
                    "'" + file + "' gives an input of " + channels() + " channels, but the model takes " + expected
                            + ": expected that many values of mean and std in --preprocess, or dimension C of --tensor");
        }
    }
}
