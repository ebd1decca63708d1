package io.lrpspark.pipeline.input;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HadoopVersionsTest {
    @TempDir
    private Path folder;

    @Test
    void acceptsWhatIsHere() {
        assertThatCode(() -> HadoopVersions.requireMatch(new Configuration(false)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"3.3.4, 3.4.3", "3.4.3, 3.3.4", "3.4.1, 3.4.3", "3.3.6-amzn-4, 3.3.6"})
    void namesTwoVersionsThatDiffer(String hadoop, String access) {
        assertThatThrownBy(() -> HadoopVersions.requireMatch(hadoop, access))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll(
                        "hadoop-aws is version " + access,
                        "Hadoop here is version " + hadoop,
                        "org.apache.hadoop:hadoop-aws:" + hadoop,
                        "conf/s3a.conf");
    }

    @Test
    void refusesTheAccessOfAnotherHadoopOnTheClassPath() throws IOException {
        file("org/apache/hadoop/fs/s3a/S3AFileSystem.class", "");
        file("META-INF/maven/org.apache.hadoop/hadoop-aws/pom.properties", "version=3.3.4\n");

        assertThatThrownBy(() -> HadoopVersions.requireMatch(onlyFolder()))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("version 3.3.4", "version " + VersionInfo.getVersion());
    }

    @Test
    void saysThatTheAccessIsMissing() throws IOException {
        assertThatThrownBy(() -> HadoopVersions.requireMatch(onlyFolder()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("hadoop-aws is not on the class path");
    }

    @Test
    void saysThatTheSdkIsMissing() throws IOException {
        file("org/apache/hadoop/fs/s3a/S3AFileSystem.class", "");
        file("META-INF/maven/org.apache.hadoop/hadoop-aws/pom.properties", "version=" + VersionInfo.getVersion());

        assertThatThrownBy(() -> HadoopVersions.requireMatch(onlyFolder()))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("AWS SDK is not", "software.amazon.awssdk.services.s3.S3Client");
    }

    private void file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** A class path that has nothing but the folder. */
    private Configuration onlyFolder() throws IOException {
        Configuration configuration = new Configuration(false);
        configuration.setClassLoader(
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null));
        return configuration;
    }
}
