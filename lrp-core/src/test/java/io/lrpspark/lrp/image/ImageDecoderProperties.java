package io.lrpspark.lrp.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ImageDecoderProperties {
    private static final DecodeOptions OPTIONS = new DecodeOptions(20_000, Orientation.APPLY, SixteenBit.CLIP);

    @Property(tries = 1500)
    void aDamagedFileIsDecodedOrRefusedWithAReason(@ForAll("files") String file, @ForAll long seed) {
        byte[] content = damaged(Fixtures.small(file), new Random(seed));
        try {
            assertThat(ImageDecoder.decode(content, OPTIONS).pixels()).isNotEmpty();
        } catch (ImageException e) {
            assertThat(e.reason()).isNotNull();
            assertThat(e).hasMessageContaining("expected");
        }
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(
                "jpeg-420.jpg",
                "jpeg-420-progressive.jpg",
                "jpeg-ycck.jpg",
                "exif-6.jpg",
                "png-palette-4-transparent.png",
                "png-color-16-interlaced.png",
                "webp-lossy.webp",
                "webp-lossless-palette.webp",
                "exif-6.webp");
    }

    private static byte[] damaged(byte[] content, Random random) {
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int end = random.nextBoolean() ? Math.min(content.length, 700) : content.length;
            content[random.nextInt(end)] = (byte) (random.nextInt(3) == 0 ? 0xff : random.nextInt(256));
        }
        return content;
    }
}
