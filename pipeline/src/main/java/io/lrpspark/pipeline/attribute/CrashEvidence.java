package io.lrpspark.pipeline.attribute;

import io.lrpspark.pipeline.input.Locations;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What the journals of processes that died say: which images they were at.
 *
 * @param inFlight images among several, each a suspect
 * @param alone positions of images that a process worked on alone when it died
 */
record CrashEvidence(List<Range> inFlight, List<Long> alone) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** There was no crash. */
    static final CrashEvidence NONE = new CrashEvidence(List.of(), List.of());

    private static final String IN_FLIGHT = "in-flight";
    private static final String ALONE = "alone";

    /**
     * Positions next to each other.
     *
     * @param first of them
     * @param last of them, inclusive
     */
    record Range(long first, long last) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    CrashEvidence {
        inFlight = List.copyOf(inFlight);
        alone = List.copyOf(alone);
    }

    /** The line of a journal for images in flight together. */
    static String inFlight(long first, long last) {
        return IN_FLIGHT + " " + first + " " + last + "\n";
    }

    /** The line of a journal for an image that is worked on alone. */
    static String alone(long position) {
        return ALONE + " " + position + "\n";
    }

    /**
     * Reads all journals of a wave.
     *
     * @param folder need not exist
     * @throws IOException if the folder cannot be listed
     */
    static CrashEvidence read(Path folder, Configuration configuration) throws IOException {
        FileSystem system = Locations.fileSystem(folder, configuration);
        List<Range> ranges = new ArrayList<>();
        List<Long> alone = new ArrayList<>();
        for (FileStatus file : list(system, folder)) {
            text(system, file.getPath()).lines().map(line -> line.split(" ")).forEach(words -> {
                if (words[0].equals(IN_FLIGHT) && words.length == 3) {
                    ranges.add(new Range(Long.parseLong(words[1]), Long.parseLong(words[2])));
                } else if (words[0].equals(ALONE) && words.length == 2) {
                    alone.add(Long.valueOf(words[1]));
                }
            });
        }
        return new CrashEvidence(ranges, alone);
    }

    private static FileStatus[] list(FileSystem system, Path folder) throws IOException {
        try {
            return system.listStatus(folder);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    /** A journal that is just being replaced or deleted says nothing: its process is alive. */
    private static String text(FileSystem system, Path file) {
        try (InputStream stream = system.open(file)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            // A line without its end was cut off.
            return text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            return "";
        }
    }

    /** This and more. */
    CrashEvidence and(CrashEvidence more) {
        return new CrashEvidence(
                Stream.concat(inFlight.stream(), more.inFlight.stream()).toList(),
                Stream.concat(alone.stream(), more.alone.stream()).toList());
    }

    /** The same without certainty: whoever was alone is one suspect among others. */
    CrashEvidence asSuspicion() {
        return new CrashEvidence(
                Stream.concat(inFlight.stream(), alone.stream().map(position -> new Range(position, position)))
                        .toList(),
                List.of());
    }

    /** Whether a process died while it worked on this image alone. */
    boolean convicts(long position) {
        return alone.contains(position);
    }

    /** Whether a process died while this image was among those it worked on. */
    boolean suspects(long position) {
        return inFlight.stream().anyMatch(range -> range.first() <= position && position <= range.last());
    }
}
