package io.lrpspark.lrp.image;

import io.lrpspark.lrp.registry.UnknownNameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From a decoded image to a network's input: resize, centre crop, normalisation. Equal, bit for bit, to torchvision
 * 0.14's {@code Resize}, {@code CenterCrop}, {@code ToTensor} and {@code Normalize} on a Pillow image of mode RGB.
 *
 * <p>With one mean and one deviation the network is a grey one: the image is converted to luma first, as Pillow's
 * {@code convert('L')} does.
 *
 * @param resize the first step
 * @param crop the centre crop; absent where the resize fixes the size
 * @param interpolation of the resize
 * @param mean per channel, in units of 0 to 1; 3 values, or 1 for a grey network
 * @param std per channel, in units of 0 to 1, above 0; as many as means
 */
public record Preprocessing(
        Resize resize, Optional<ImageSize> crop, Interpolation interpolation, List<Double> mean, List<Double> std) {
    private static final List<String> KEYS = List.of("resize", "crop", "mean", "std", "interpolation");
    private static final String NONE = "none";
    private static final double FULL = 255;

    /** @throws PreprocessingException if no step fixes the size, or mean and std are not 3 (or 1) usable numbers */
    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (crop.isEmpty() && !(resize instanceof Resize.Exact)) {
            throw new PreprocessingException("resize=" + resize.text()
                    + ",crop=none does not fix the size of the input; expected a crop, or resize=HEIGHTxWIDTH");
        }
        requireChannels("mean", mean);
        requireChannels("std", std);
        if (mean.size() != std.size()) {
            throw new PreprocessingException("mean=" + text(mean) + " and std=" + text(std)
                    + " differ in length; expected as many deviations as means");
        }
        if (std.stream().anyMatch(deviation -> deviation <= 0)) {
            throw new PreprocessingException("std=" + text(std) + " is not positive; expected numbers above 0");
        }
    }

    /** What torchvision's ImageNet classifiers expect: resize 256, crop 224, bilinear, ImageNet's mean and deviation. */
    public static Preprocessing imagenet() {
        return new Preprocessing(
                new Resize.ShortSide(256),
                Optional.of(new ImageSize(224, 224)),
                Interpolation.BILINEAR,
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225));
    }

    /**
     * A preprocessing from its text, such as {@code resize=256,crop=224,mean=0.485/0.456/0.406,std=0.229/0.224/0.225,
     * interpolation=bilinear}. A key that is missing has {@link #imagenet()}'s value.
     *
     * <ul>
     *   <li>{@code resize}: the short side, {@code HEIGHTxWIDTH}, or {@code none}
     *   <li>{@code crop}: a side, {@code HEIGHTxWIDTH}, or {@code none}
     *   <li>{@code mean}, {@code std}: three numbers separated by slashes, or one for a grey network
     *   <li>{@code interpolation}: a name from {@link Interpolation#registry()}
     * </ul>
     *
     * @throws PreprocessingException if a key is unknown or repeated, or a value is not of its kind
     */
    public static Preprocessing parse(String text) {
        Map<String, String> values = split(text);
        Preprocessing standard = imagenet();
        return new Preprocessing(
                Optional.ofNullable(values.get("resize"))
                        .map(Preprocessing::parseResize)
                        .orElse(standard.resize),
                Optional.ofNullable(values.get("crop"))
                        .map(Preprocessing::parseCrop)
                        .orElse(standard.crop),
                Optional.ofNullable(values.get("interpolation"))
                        .map(Preprocessing::parseInterpolation)
                        .orElse(standard.interpolation),
                Optional.ofNullable(values.get("mean"))
                        .map(value -> parseNumbers("mean", value))
                        .orElse(standard.mean),
                Optional.ofNullable(values.get("std"))
                        .map(value -> parseNumbers("std", value))
                        .orElse(standard.std));
    }

    /** The text that {@link #parse} reads back as an equal preprocessing: every key, in a fixed order. */
    public String text() {
        return "resize=" + resize.text()
                + ",crop=" + crop.map(ImageSize::text).orElse(NONE)
                + ",mean=" + text(mean)
                + ",std=" + text(std)
                + ",interpolation=" + interpolation.text();
    }

    /** The number of input channels C: 3, or 1 for a grey network. */
    public int channels() {
        return mean.size();
    }

    /** The input's height H in pixels. */
    public int height() {
        return size().height();
    }

    /** The input's width W in pixels. */
    public int width() {
        return size().width();
    }

    /** The number of values of one input, C·H·W. */
    public int length() {
        return channels() * height() * width();
    }

    /**
     * The part of the image that the network sees, before normalisation; of a grey network, in shades of grey.
     *
     * @return [H, W, 3]
     */
    public RgbImage crop(RgbImage decoded) {
        RgbImage source = channels() == 1 ? Luma.of(decoded) : decoded;
        Resize.Extent resized = resize.of(source.height(), source.width());
        Span rows = Span.centred(resized.height(), height());
        Span columns = Span.centred(resized.width(), width());
        RgbImage visible = Resampler.resize(
                source,
                resized.width(),
                resized.height(),
                new Resampler.Window(columns.first, rows.first, columns.count, rows.count),
                interpolation);
        return visible.height() == height() && visible.width() == width()
                ? visible
                : padded(visible, rows.padding, columns.padding);
    }

    /**
     * Normalises a crop: {@code (level / 255 - mean) / std} in single precision, as torchvision does.
     *
     * @param crop [H, W, 3], a result of {@link #crop}
     * @param destination receives [C, H, W], row-major
     * @param offset where in the destination
     * @throws IllegalArgumentException if the crop has another size or the destination ends too early
     */
    public void normalize(RgbImage crop, float[] destination, int offset) {
        if (crop.height() != height() || crop.width() != width()) {
            throw new IllegalArgumentException("the crop has " + crop.height() + " x " + crop.width()
                    + " pixels; expected " + height() + " x " + width());
        }
        if (offset < 0 || offset > destination.length - length()) {
            throw new IllegalArgumentException("the destination has " + destination.length + " values; expected "
                    + length() + " from position " + offset + " on");
        }
        int pixels = height() * width();
        byte[] levels = crop.pixels();
        for (int channel = 0; channel < channels(); channel++) {
            float[] table = normalizedLevels(channel);
            int target = offset + channel * pixels;
            for (int i = 0; i < pixels; i++) {
                destination[target + i] = table[levels[i * RgbImage.CHANNELS + channel] & 0xff];
            }
        }
    }

    /** Black in normalised units, per channel: the lowest value an input can have. */
    public double[] black() {
        return normalized(0);
    }

    /** White in normalised units, per channel: the highest value an input can have. */
    public double[] white() {
        return normalized(1);
    }

    private double[] normalized(double level) {
        double[] result = new double[channels()];
        Arrays.setAll(result, channel -> (level - mean.get(channel)) / std.get(channel));
        return result;
    }

    private float[] normalizedLevels(int channel) {
        float centre = mean.get(channel).floatValue();
        float deviation = std.get(channel).floatValue();
        float[] table = new float[256];
        for (int level = 0; level < table.length; level++) {
            table[level] = ((float) level / (float) FULL - centre) / deviation;
        }
        return table;
    }

    private ImageSize size() {
        return crop.orElseGet(() -> ((Resize.Exact) resize).size());
    }

    private RgbImage padded(RgbImage visible, int top, int left) {
        byte[] pixels = new byte[height() * width() * RgbImage.CHANNELS];
        int length = visible.width() * RgbImage.CHANNELS;
        for (int y = 0; y < visible.height(); y++) {
            int target = ((top + y) * width() + left) * RgbImage.CHANNELS;
            System.arraycopy(visible.pixels(), y * length, pixels, target, length);
        }
        return new RgbImage(width(), height(), pixels);
    }

    /** Along one side of a centre crop: what is kept of the image, and how much is padded before it. */
    private record Span(long first, int count, int padding) {
        static Span centred(long available, int wanted) {
            return available >= wanted
                    ? new Span((long) Math.rint((available - wanted) / 2.0), wanted, 0)
                    : new Span(0, (int) available, (wanted - (int) available) / 2);
        }
    }

    private static Map<String, String> split(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String[] sides = part.split("=", 2);
            if (sides.length != 2) {
                throw new PreprocessingException("'" + part.strip()
                        + "' is no preprocessing step; expected KEY=VALUE with a key of " + String.join(", ", KEYS));
            }
            String key = sides[0].strip();
            if (!KEYS.contains(key)) {
                UnknownNameException unknown = new UnknownNameException("preprocessing key", key, KEYS);
                throw new PreprocessingException(unknown.getMessage(), unknown);
            }
            if (values.put(key, sides[1].strip()) != null) {
                throw new PreprocessingException("the preprocessing key '" + key + "' is given twice; expected once");
            }
        }
        return values;
    }

    private static Resize parseResize(String value) {
        if (value.equals(NONE)) {
            return Resize.NONE;
        }
        return value.contains("x")
                ? new Resize.Exact(parseSize("resize", value))
                : new Resize.ShortSide(parseSide("resize", value, value));
    }

    private static Optional<ImageSize> parseCrop(String value) {
        return value.equals(NONE) ? Optional.empty() : Optional.of(parseSize("crop", value));
    }

    private static ImageSize parseSize(String key, String value) {
        String[] sides = value.split("x", -1);
        if (sides.length > 2) {
            throw notASize(key, value);
        }
        return new ImageSize(parseSide(key, value, sides[0]), parseSide(key, value, sides[sides.length - 1]));
    }

    private static int parseSide(String key, String value, String side) {
        if (!side.matches("[0-9]{1,9}")
                || Integer.parseInt(side) < 1
                || Integer.parseInt(side) > ImageSize.LARGEST_SIDE) {
            throw notASize(key, value);
        }
        return Integer.parseInt(side);
    }

    private static PreprocessingException notASize(String key, String value) {
        return new PreprocessingException(key + "=" + value + " is no size; expected a side of 1 to "
                + ImageSize.LARGEST_SIDE + " pixels, HEIGHTxWIDTH, or none");
    }

    private static Interpolation parseInterpolation(String value) {
        try {
            return Interpolation.registry().get(value);
        } catch (UnknownNameException unknown) {
            throw new PreprocessingException(unknown.getMessage(), unknown);
        }
    }

    private static List<Double> parseNumbers(String key, String value) {
        List<Double> numbers = new ArrayList<>();
        for (String part : value.split("/", -1)) {
            try {
                numbers.add(Double.parseDouble(part.strip()));
            } catch (NumberFormatException e) {
                throw new PreprocessingException(
                        key + "=" + value + " holds '" + part.strip() + "', which is no number;"
                                + " expected three numbers separated by slashes, or one for a grey network",
                        e);
            }
        }
        return numbers;
    }

    private static void requireChannels(String key, List<Double> values) {
        if (values.size() != 1 && values.size() != RgbImage.CHANNELS) {
            throw new PreprocessingException(key + "=" + text(values) + " has " + values.size()
                    + " numbers; expected three separated by slashes, or one for a grey network");
        }
        if (!values.stream().allMatch(Double::isFinite)) {
            throw new PreprocessingException(key + "=" + text(values) + " is not finite; expected ordinary numbers");
        }
    }

    private static String text(List<Double> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
