package io.lrpspark.lrp.image;

/** Shades of grey as Pillow's {@code convert('L')} makes them: ITU-R 601 luma in 16 fractional bits. */
final class Luma {
    private Luma() {}

    /** The image with all three channels set to {@code (19595 R + 38470 G + 7471 B + 32768) >> 16}. */
    static RgbImage of(RgbImage image) {
        byte[] in = image.pixels();
        byte[] out = new byte[in.length];
        for (int i = 0; i < in.length; i += RgbImage.CHANNELS) {
            int sum = (in[i] & 0xff) * 19595 + (in[i + 1] & 0xff) * 38470 + (in[i + 2] & 0xff) * 7471;
            byte luma = (byte) (sum + 0x8000 >> 16);
            out[i] = luma;
            out[i + 1] = luma;
            out[i + 2] = luma;
        }
        return new RgbImage(image.width(), image.height(), out);
    }
}
