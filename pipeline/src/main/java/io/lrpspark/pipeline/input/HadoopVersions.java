package io.lrpspark.pipeline.input;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.VersionInfo;

/**
 * Holds Hadoop's S3 access against Hadoop itself. They call each other's insides, and of two versions fail with errors about missing
 * methods somewhere in the middle of a run.
 */
final class HadoopVersions {
    private static final String S3_ACCESS = "META-INF/maven/org.apache.hadoop/hadoop-aws/pom.properties";
    private static final String S3_CLASS = "org/apache/hadoop/fs/s3a/S3AFileSystem.class";
    private static final String SDK_OF_AWS = "software/amazon/awssdk/services/s3/S3Client.class";
    private static final String OLD_SDK_OF_AWS = "com/amazonaws/services/s3/AmazonS3.class";

    private HadoopVersions() {}

    /** @throws UsageException if S3 access is missing or of another version than Hadoop */
    static void requireMatch(Configuration configuration) {
        ClassLoader loader = configuration.getClassLoader();
        if (loader.getResource(S3_CLASS) == null) {
            throw new UsageException(missing(VersionInfo.getVersion()));
        }
        Optional<String> access = version(loader.getResource(S3_ACCESS));
        access.ifPresent(version -> requireMatch(VersionInfo.getVersion(), version));
        String sdk = access.orElse(VersionInfo.getVersion()).startsWith("3.3.") ? OLD_SDK_OF_AWS : SDK_OF_AWS;
        if (loader.getResource(sdk) == null) {
            throw new UsageException("s3a:// cannot be used: hadoop-aws " + access.orElse("")
                    + " is here, but the AWS SDK is not ("
                    + sdk.replace('/', '.').replaceFirst("\\.class$", "") + "); " + recipe(VersionInfo.getVersion()));
        }
    }

    /**
     * Compares the two.
     *
     * @param hadoop version of Hadoop, such as 3.3.4
     * @param access version of hadoop-aws
     * @throws UsageException if they differ
     */
    static void requireMatch(String hadoop, String access) {
        if (!hadoop.equals(access)) {
            throw new UsageException("s3a:// cannot be used: hadoop-aws is version " + access
                    + ", but Hadoop here is version " + hadoop + ", and the two must be equal; " + recipe(hadoop));
        }
    }

    private static String missing(String hadoop) {
        return "s3a:// cannot be used: hadoop-aws is not on the class path; " + recipe(hadoop);
    }

    private static String recipe(String hadoop) {
        return "either take a Spark without Hadoop together with Hadoop and hadoop-aws 3.4.3, or add --packages"
                + " org.apache.hadoop:hadoop-aws:" + hadoop + " (conf/s3a.conf says more)";
    }

    private static Optional<String> version(URL description) {
        if (description == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (InputStream stream = description.openStream()) {
            properties.load(stream);
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(properties.getProperty("version"));
    }
}
