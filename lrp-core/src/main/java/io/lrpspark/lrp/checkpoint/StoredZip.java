package io.lrpspark.lrp.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A zip archive in memory whose entries are stored without compression, as {@code torch.save} writes them: an entry is a
 * slice of the file, no copy. (The JDK reads archives from files, or as streams, which torch's archives cannot be:
 * their sizes stand behind the data.) Checksums are not compared, since torch can be told to leave them out.
 */
final class StoredZip {

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LOCATOR = 0x07064b50;

    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int DIRECTORY_ENTRY_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int END_64_BYTES = 56;
    private static final int END_64_LOCATOR_BYTES = 20;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int EXTRA_64 = 0x0001;
    private static final long IN_EXTRA_64 = 0xffffffffL;
    private static final int STORED = 0;
    private static final int ENCRYPTED = 1;

    private final String name;
    private final ByteBuffer content;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private StoredZip(String name, byte[] content) {
        this.name = name;
        this.content = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether the content begins as an archive does. */
    static boolean recognises(byte[] content) {
        return content.length >= Integer.BYTES
                && ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == LOCAL_HEADER;
    }

    static StoredZip read(String name, byte[] content) {
        StoredZip zip = new StoredZip(name, content);
        zip.readDirectory();
        return zip;
    }

    /** The names of all entries, in the order of the directory. */
    Set<String> names() {
        return entries.keySet();
    }

    /**
     * The bytes of an entry.
     *
     * @return a slice of the file, little-endian, or empty if there is no such entry
     * @throws CheckpointException if the entry is compressed or encrypted, or lies outside the file
     */
    Optional<ByteBuffer> find(String entryName) {
        Entry entry = entries.get(entryName);
        return entry == null ? Optional.empty() : Optional.of(slice(entryName, entry));
    }

    private ByteBuffer slice(String entryName, Entry entry) {
        if (entry.method != STORED || (entry.flags & ENCRYPTED) != 0 || entry.compressedSize != entry.size) {
            throw new CheckpointException(entryName + " in " + name
                    + " is compressed or encrypted, expected it as torch.save writes it: save the weights again");
        }
        long begin = entry.header;
        if (begin < 0 || begin > content.limit() - LOCAL_HEADER_BYTES || content.getInt((int) begin) != LOCAL_HEADER) {
            throw damaged("the header of " + entryName + " is not at " + begin + ", where the directory has it");
        }
        begin += LOCAL_HEADER_BYTES + unsignedShort((int) begin + 26) + unsignedShort((int) begin + 28);
        if (entry.size < 0 || entry.size > content.limit() - begin) {
            throw damaged(entryName + " has " + Long.toUnsignedString(entry.size) + " bytes from " + begin
                    + " on, but the file ends at " + content.limit());
        }
        return content.slice((int) begin, (int) entry.size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void readDirectory() {
        int end = findEnd();
        long size = unsignedInt(end + 12);
        long offset = unsignedInt(end + 16);
        int locator = end - END_64_LOCATOR_BYTES;
        if (locator >= 0 && content.getInt(locator) == END_64_LOCATOR) {
            long end64 = content.getLong(locator + 8);
            if (end64 < 0 || end64 > content.limit() - END_64_BYTES || content.getInt((int) end64) != END_64) {
                throw damaged("the end of its directory is not at " + end64);
            }
            size = content.getLong((int) end64 + 40);
            offset = content.getLong((int) end64 + 48);
        }
        if (offset < 0 || size < 0 || offset > content.limit() || size > content.limit() - offset) {
            throw damaged("its directory has " + size + " bytes from " + offset + " on, but the file ends at "
                    + content.limit());
        }
        int position = (int) offset;
        int directoryEnd = (int) (offset + size);
        while (position < directoryEnd) {
            position = readEntry(position, directoryEnd);
        }
    }

    private int findEnd() {
        int last = content.limit() - END_BYTES;
        for (int position = last; position >= Math.max(0, last - LONGEST_COMMENT); position--) {
            if (content.getInt(position) == END && unsignedShort(position + 20) == last - position) {
                return position;
            }
        }
        throw damaged("it begins as a zip archive, but the directory that ends such an archive is missing");
    }

    private int readEntry(int position, int directoryEnd) {
        if (directoryEnd - position < DIRECTORY_ENTRY_BYTES || content.getInt(position) != DIRECTORY_ENTRY) {
            throw damaged("its directory has no entry at " + position);
        }
        int nameLength = unsignedShort(position + 28);
        int extraLength = unsignedShort(position + 30);
        int next = position + DIRECTORY_ENTRY_BYTES + nameLength + extraLength + unsignedShort(position + 32);
        if (next > directoryEnd) {
            throw damaged("the directory entry at " + position + " reaches beyond the end of the directory");
        }
        int extra = position + DIRECTORY_ENTRY_BYTES + nameLength;
        String entryName =
                new String(content.array(), position + DIRECTORY_ENTRY_BYTES, nameLength, StandardCharsets.UTF_8);
        Entry entry = entry(position, extra, extra + extraLength);
        if (entries.putIfAbsent(entryName, entry) != null) {
            throw damaged("it has two entries of the name " + entryName);
        }
        return next;
    }

    /** Sizes that do not fit 32 bits stand in an extra field, those only, in this order. */
    private Entry entry(int position, int extraBegin, int extraEnd) {
        long[] fields = {unsignedInt(position + 24), unsignedInt(position + 20), unsignedInt(position + 42)};
        int extra = extraBegin;
        while (extra + 4 <= extraEnd) {
            int fieldEnd = extra + 4 + unsignedShort(extra + 2);
            if (unsignedShort(extra) == EXTRA_64 && fieldEnd <= extraEnd) {
                int next = extra + 4;
                for (int i = 0; i < fields.length; i++) {
                    if (fields[i] == IN_EXTRA_64 && next + Long.BYTES <= fieldEnd) {
                        fields[i] = content.getLong(next);
                        next += Long.BYTES;
                    }
                }
            }
            extra = fieldEnd;
        }
        return new Entry(unsignedShort(position + 8), unsignedShort(position + 10), fields[0], fields[1], fields[2]);
    }

    private CheckpointException damaged(String reason) {
        return new CheckpointException(name + " is damaged or cut off: " + reason);
    }

    private int unsignedShort(int position) {
        return Short.toUnsignedInt(content.getShort(position));
    }

    private long unsignedInt(int position) {
        return Integer.toUnsignedLong(content.getInt(position));
    }

    /** A line of the directory; {@code header} is where the entry's own header begins. */
    private record Entry(int flags, int method, long size, long compressedSize, long header) {}
}
