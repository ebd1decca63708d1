package io.lrpspark.pipeline.input;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What is different about S3: folders are no more than common beginnings of keys, and much can be wrong before a first byte comes. */
public final class ObjectStores {
    private static final String SCHEME = "s3a";
    private static final Pattern OTHER_SCHEMES_OF_S3 = Pattern.compile("(?i)(s3n?):/.*", Pattern.DOTALL);
    private static final Pattern CREDENTIALS = Pattern.compile(
            "(?i)(s3[an]?://)(?:[^/\\s]*@|[^/\\s:]*:[^\\s@]*@)|([a-z][a-z0-9+.-]*://)[^/\\s@:]*:[^/\\s@]*@");

    /** What a quick look at a bucket may report. Anything else can be true of one place and false of the next. */
    private static final Set<StorageFault.Kind> OF_A_WHOLE_BUCKET = EnumSet.of(
            StorageFault.Kind.NO_CREDENTIALS,
            StorageFault.Kind.WRONG_CREDENTIALS,
            StorageFault.Kind.NO_BUCKET,
            StorageFault.Kind.OTHER_REGION,
            StorageFault.Kind.UNREACHABLE);

    private static final Set<String> USABLE = ConcurrentHashMap.newKeySet();

    private ObjectStores() {}

    static boolean isS3(Path path) {
        return SCHEME.equalsIgnoreCase(path.toUri().getScheme());
    }

    /**
     * Refuses a location with credentials in it: they would stand in logs, tables and run records.
     *
     * @throws UsageException which does not repeat them
     */
    public static void requireNoCredentials(String location) {
        if (CREDENTIALS.matcher(location).lookingAt()) {
            throw new UsageException("location '" + withoutCredentials(location)
                    + "' has credentials in it, which would end up in logs and run records; give them by "
                    + StorageFault.CREDENTIALS);
        }
    }

    /** A text in which the credentials of URIs are left out. */
    public static String withoutCredentials(String text) {
        return CREDENTIALS
                .matcher(text)
                .replaceAll(match ->
                        (match.group(1) == null ? match.group(2) : match.group(1)).toLowerCase(Locale.ROOT) + "…@");
    }

    /**
     * Makes sure, before work starts, that what lies in S3 can be used at all: by the libraries that are here, and, once for each
     * bucket, by a look at it that gives up after seconds. The work itself is more patient.
     *
     * @throws UsageException if it cannot
     */
    static void requireUsable(String location, Configuration configuration) {
        Matcher other = OTHER_SCHEMES_OF_S3.matcher(location);
        // Amazon's own clusters serve s3:// too.
        if (other.matches() && configuration.get("fs." + other.group(1).toLowerCase(Locale.ROOT) + ".impl") == null) {
            throw new UsageException("location '" + location + "' has a scheme that Hadoop does not serve: expected s3a"
                    + location.substring(location.indexOf(':')));
        }
        Path path = new Path(location);
        if (!isS3(path)) {
            return;
        }
        HadoopVersions.requireMatch(configuration);
        String bucket = path.toUri().getAuthority();
        if (bucket == null) {
            throw new UsageException("location '" + location + "' names no bucket: expected s3a://bucket/folder");
        }
        String key = bucket + " at " + configuration.get("fs.s3a.endpoint");
        if (!USABLE.contains(key)) {
            look(path, configuration);
            USABLE.add(key);
        }
    }

    private static void look(Path path, Configuration configuration) {
        Configuration impatient = new Configuration(configuration);
        impatient.setInt("fs.s3a.attempts.maximum", 1);
        impatient.setInt("fs.s3a.retry.limit", 0);
        impatient.setInt("fs.s3a.retry.throttle.limit", 0);
        // Hadoop warns of less.
        impatient.setInt("fs.s3a.connection.establish.timeout", 15_000);
        impatient.setInt("fs.s3a.connection.timeout", 15_000);
        impatient.setInt("fs.s3a.paging.maximum", 1);
        try (FileSystem system = FileSystem.newInstance(path.toUri(), impatient)) {
            system.listStatusIterator(path).hasNext();
        } catch (IOException e) {
            if (OF_A_WHOLE_BUCKET.contains(StorageFault.kind(e))) {
                throw StorageFault.of("location '" + path + "' cannot be used", path, e);
            }
        }
    }
}
