package io.lrpspark.lrp.image;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes as an image stream that is read past its end only so often. The WebP reader takes zeros for what is missing,
 * and a small damaged file can keep it busy with them for minutes.
 */
final class FrameStream extends ImageInputStreamImpl {
    private static final int READS_AHEAD = 1024;

    private final byte[] bytes;
    private int readsPastTheEnd;

    FrameStream(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        bitOffset = 0;
        if (streamPos >= bytes.length) {
            return pastTheEnd();
        }
        return bytes[(int) streamPos++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= bytes.length) {
            return pastTheEnd();
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    private int pastTheEnd() {
        if (++readsPastTheEnd > READS_AHEAD) {
            // Unchecked, because the reader swallows IOExceptions here.
            throw new IllegalStateException("the frame ends before its pixels do");
        }
        return -1;
    }
}
