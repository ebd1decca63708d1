package io.lrpspark.pipeline.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server in memory (S3Proxy) with one bucket, behind a gateway that can fail, delay and count requests. */
public final class S3Server implements AutoCloseable {
    /** Hadoop keeps the file system of a bucket for the whole life of a JVM, with the server's address. */
    private static final AtomicInteger SERVERS = new AtomicInteger();

    public static final String IDENTITY = "TESTACCESSKEY";
    public static final String SECRET = "do-not-write-this-secret-anywhere";

    private final String bucket = "pictures-" + SERVERS.incrementAndGet();
    private final S3Proxy proxy;
    private final BlobStore store;
    private final Gateway gateway;

    private S3Server(S3Proxy proxy, BlobStore store, Gateway gateway) {
        this.proxy = proxy;
        this.store = store;
        this.gateway = gateway;
        store.createContainer(bucket);
    }

    /** A server on free ports. */
    public static S3Server start() {
        BlobStore store = new TransientNio2BlobStore();
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, IDENTITY, SECRET)
                .build();
        try {
            proxy.start();
            return new S3Server(proxy, store, Gateway.open(proxy.getPort()));
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
    }

    /** Where requests may be disturbed. */
    public Gateway gateway() {
        return gateway;
    }

    /** The server's address. */
    public String endpoint() {
        return "http://127.0.0.1:" + gateway.port();
    }

    /** S3A's options for this server, with credentials that are right. */
    public Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        options.put("fs.s3a.endpoint", endpoint());
        options.put("fs.s3a.endpoint.region", "us-east-1");
        options.put("fs.s3a.path.style.access", "true");
        options.put("fs.s3a.access.key", IDENTITY);
        options.put("fs.s3a.secret.key", SECRET);
        return options;
    }

    /** A configuration with these options. */
    public Configuration configuration() {
        Configuration configuration = new Configuration();
        options().forEach(configuration::set);
        return configuration;
    }

    /** Stores an object under exactly this key. */
    public void put(String key, byte[] content) {
        store.putBlob(
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .contentLength((long) content.length)
                        .build(),
                new ByteArrayInputStream(content));
    }

    /** The URI of a key. */
    public String uri(String key) {
        return "s3a://" + bucket + "/" + key;
    }

    /** The bucket that exists. */
    public String bucket() {
        return bucket;
    }

    /** Everything that is stored below a key's beginning. */
    public List<String> keys(String beginning) {
        return store
                .list(ListObjectsV2Request.builder()
                        .bucket(bucket)
                        .prefix(beginning)
                        .build())
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** The content of a key, as text. */
    public String text(String key) throws IOException {
        try (InputStream content = store.getBlob(bucket, key)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IOException("S3Proxy does not stop", e);
        }
    }

    /**
     * Serves until the standard input ends, for tests that must not have the server on their own class path. Prints the bucket and
     * the options, one a line, and then an empty line.
     */
    public static void main(String[] arguments) throws IOException {
        try (S3Server server = start()) {
            System.out.println("bucket=" + server.bucket());
            server.options().forEach((key, value) -> System.out.println(key + "=" + value));
            System.out.println();
            while (System.in.read() >= 0) {
                // Whoever started the server keeps its input open as long as it is needed.
            }
        }
        System.exit(0);
    }
}
