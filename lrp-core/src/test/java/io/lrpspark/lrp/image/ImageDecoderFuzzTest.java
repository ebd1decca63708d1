package io.lrpspark.lrp.image;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Fuzzes the decoder when JAZZER_FUZZ=1; otherwise runs the committed inputs. */
class ImageDecoderFuzzTest {
    @FuzzTest
    void throwsNothingButItsOwnException(byte[] content) {
        try {
            ImageDecoder.decode(content, new DecodeOptions(1_000_000, Orientation.APPLY, SixteenBit.SCALE));
        } catch (ImageException expected) {
            // Refusing is what a decoder does with most bytes.
        }
    }
}
