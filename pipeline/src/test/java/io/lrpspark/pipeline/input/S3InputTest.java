package io.lrpspark.pipeline.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lrpspark.pipeline.s3.Gateway.Fault;
import io.lrpspark.pipeline.s3.S3ServerExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listing and reading in S3, against a real server of it. */
class S3InputTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    @RegisterExtension
    static final S3ServerExtension S3 = new S3ServerExtension();

    private static List<FoundFile> list(String location) {
        return list(location, S3.server().configuration());
    }

    private static List<FoundFile> list(String location, Configuration configuration) {
        List<FoundFile> found = new ArrayList<>();
        Iterator<FoundFile> files = FileWalk.of(location, configuration);
        files.forEachRemaining(found::add);
        return found;
    }

    private static List<String> identities(String location) {
        return list(location).stream().map(FoundFile::identity).toList();
    }

    private static void put(String... keys) {
        for (String key : keys) {
            S3.server().put(key, key.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The server's options, with a setting of one bucket that is looked at for the first time. */
    private static Configuration with(String key, String value) {
        Configuration configuration = S3.server().configuration();
        configuration.set(key, value);
        configuration.set("fs.s3a.impl.disable.cache", "true");
        return configuration;
    }

    @Test
    void listsAllFoldersWithOneRequestForEachPageOfKeys() {
        put(
                "flat/a/1.jpg",
                "flat/a/x/2.PNG",
                "flat/b/3.webp",
                "flat/c/4.jpeg",
                "flat/c/notes.txt",
                "flat/.hidden/5.jpg");
        list("s3a://" + S3.server().bucket() + "/flat");
        S3.server().gateway().forgetRequests();

        assertThat(identities(S3.server().uri("flat"))).containsExactly("a/1.jpg", "a/x/2.PNG", "b/3.webp", "c/4.jpeg");

        assertThat(S3.server().gateway().requests())
                .filteredOn(request -> request.contains("list-type=2"))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void passesOverObjectsThatStandForFolders() {
        put("marked/", "marked/a/", "marked/a/1.jpg", "marked/empty.jpg/");

        assertThat(identities(S3.server().uri("marked"))).containsExactly("a/1.jpg");
    }

    @Test
    void keepsNamesThatLookLikeSomethingElse() throws IOException {
        String[] names = {
            "with space.jpg",
            " lead.jpg",
            "trail .jpg",
            "a+b&c=d;e.jpg",
            "100%.jpg",
            "%20.jpg",
            "a#b.jpg",
            "a:b.jpg",
            "a?b.jpg",
            "a*b.jpg",
            "[x]{y}.jpg",
            "a\\b.jpg",
            "it's.jpg",
            "say \"hi\".jpg",
            "Äpfel-漢字-é.jpg",
            "a~b$c`d.jpg",
            "s3a:x.jpg"
        };
        for (String name : names) {
            put("50% of: #1 /" + name);
        }

        List<FoundFile> found = list(S3.server().uri("50% of: #1 "));

        assertThat(found).extracting(FoundFile::identity).containsExactlyInAnyOrder(names);
        for (FoundFile file : found) {
            // As a task finds the file again: by the text in the listing.
            byte[] content =
                    WholeFile.read("image", file.path().toString(), S3.server().configuration());
            assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo("50% of: #1 /" + file.identity());
        }
    }

    @Test
    void listsWhatAGlobMatches() {
        put("glob/a1/1.jpg", "glob/a2/x/2.jpg", "glob/b/3.jpg", "glob/b/4.dat");

        assertThat(identities(S3.server().uri("glob/a*"))).containsExactlyInAnyOrder("a1/1.jpg", "a2/x/2.jpg");
        assertThat(identities(S3.server().uri("glob/**/*.dat"))).containsExactly("b/4.dat");
    }

    @Test
    void listsAnObjectByItsName() {
        put("single/one.jpg");

        assertThat(list(S3.server().uri("single/one.jpg"))).singleElement().satisfies(file -> {
            assertThat(file.identity()).isEqualTo("one.jpg");
            assertThat(file.length()).isEqualTo("single/one.jpg".length());
        });
    }

    @Test
    void listsFiveThousandObjects() {
        byte[] content = {1};
        for (int object = 0; object < 5_000; object++) {
            S3.server().put("many/" + object % 7 + "/" + object + ".jpg", content);
        }

        assertThat(identities(S3.server().uri("many"))).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void triesAgainWhereTheServerFailsOrIsSlow() {
        put("shaky/1.jpg", "shaky/2.jpg");
        list(S3.server().uri("shaky"));
        AtomicInteger requests = new AtomicInteger();
        S3.server().gateway().disturb(request -> switch (requests.getAndIncrement()) {
            case 0 -> Fault.status(503);
            case 1 -> Fault.status(500);
            case 2 -> Fault.drop();
            default -> Fault.delay(Duration.ofMillis(50));
        });

        assertThat(identities(S3.server().uri("shaky"))).containsExactly("1.jpg", "2.jpg");
    }

    @Test
    void saysThatTheServiceFails() {
        put("busy/1.jpg");
        list(S3.server().uri("busy"));
        S3.server().gateway().disturb(request -> Fault.status(503));
        Configuration configuration = with("fs.s3a.retry.throttle.limit", "1");
        configuration.set("fs.s3a.attempts.maximum", "1");

        assertThatThrownBy(() -> list(S3.server().uri("busy"), configuration))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll(
                        S3.server().uri("busy"),
                        "bucket '" + S3.server().bucket() + "'",
                        "overloaded",
                        "try again later");
    }

    @Test
    void namesABucketThatDoesNotExist() {
        assertThatThrownBy(() -> list("s3a://no-such-bucket/x"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("bucket 'no-such-bucket' does not exist");
    }

    @Test
    void saysThatCredentialsAreWrongAndWhereTheyComeFrom() {
        assertThatThrownBy(() -> list("s3a://locked-1/x", with("fs.s3a.bucket.locked-1.secret.key", "another-secret")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll(
                        "bucket 'locked-1'", "SignatureDoesNotMatch", "AWS_ACCESS_KEY_ID", "AWS_PROFILE")
                .hasMessageNotContaining("another-secret");
        assertThatThrownBy(() -> list("s3a://locked-2/x", with("fs.s3a.bucket.locked-2.access.key", "NOBODY")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("bucket 'locked-2'", "InvalidAccessKeyId");
    }

    @Test
    void saysThatThereAreNoCredentials() {
        Configuration configuration = S3.server().configuration();
        configuration.unset("fs.s3a.access.key");
        configuration.unset("fs.s3a.secret.key");
        configuration.set("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");

        assertThatThrownBy(() -> list("s3a://nobody/x", configuration))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("no credentials for bucket 'nobody'", "AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void saysWhatIsDenied() {
        put("denied/1.jpg");
        list(S3.server().uri("denied"));
        S3.server().gateway().disturb(request -> Fault.status(403));

        assertThatThrownBy(() -> list(S3.server().uri("denied")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll(
                        "denies access", "s3:ListBucket", S3.server().uri("denied"));
    }

    @Test
    @Timeout(60)
    void givesUpSoonWhereNobodyAnswers() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Configuration configuration = with("fs.s3a.endpoint", "http://127.0.0.1:" + closed);
        long start = System.nanoTime();

        assertThatThrownBy(() -> list("s3a://nowhere/x", configuration))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("bucket 'nowhere' cannot be reached", "Connection refused", "fs.s3a.endpoint");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }

    @Test
    void refusesCredentialsInALocationWithoutRepeatingThem() {
        for (String location : List.of(
                "s3a://KEY:topsecret@bucket/x",
                "s3a://KEY:top/secret@bucket/x",
                "s3a://topsecret@bucket/x",
                "hdfs://user:topsecret@host/x")) {
            assertThatThrownBy(() -> list(location))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContainingAll("…@", "has credentials in it", "AWS_ACCESS_KEY_ID")
                    .hasMessageNotContaining("secret@")
                    .hasMessageNotContaining("topsecret");
        }
    }

    @Test
    void leavesOtherLocationsAlone() {
        for (String location :
                List.of("s3a://bucket/a:b@c.jpg", "a@b:c@d", "abfss://container@account.host/x", "/x/y@z")) {
            ObjectStores.requireNoCredentials(location);
            assertThat(ObjectStores.withoutCredentials(location)).isEqualTo(location);
        }
    }

    @Test
    void saysHowTheSchemeIsCalled() {
        assertThatThrownBy(() -> list("s3://bucket/x"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("expected s3a://bucket/x");
    }
}
