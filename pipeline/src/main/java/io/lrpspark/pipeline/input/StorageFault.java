package io.lrpspark.pipeline.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.hadoop.fs.Path;

/**
 * What an exception of a file system means for the user: a sentence that names the bucket and says what to do. Of S3's
 * exceptions, names and texts are looked at and not the classes, which are another set in every version of Hadoop and
 * may be missing altogether.
 */
public final class StorageFault {
    /** Of the standard chain, in the order in which it looks. */
    static final String CREDENTIALS =
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN of temporary ones), AWS_PROFILE with"
                    + " ~/.aws/credentials, or a role of the machine";

    private static final List<String> OF_WRONG_CREDENTIALS = List.of(
            "SignatureDoesNotMatch",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired");
    private static final Set<String> OF_MISSING_CREDENTIALS =
            Set.of("NoAuthWithAWSException", "NoAwsCredentialsException", "CredentialInitializationException");
    private static final Set<String> OF_CONNECTIONS =
            Set.of("ConnectTimeoutException", "HttpHostConnectException", "AWSApiCallTimeoutException");
    private static final Set<String> OF_A_BUSY_SERVICE =
            Set.of("AWSServiceThrottledException", "AWSStatus500Exception");
    private static final String REDIRECTED = "AWSRedirectException";

    private StorageFault() {}

    /** The kinds of faults. */
    enum Kind {
        NO_CREDENTIALS,
        WRONG_CREDENTIALS,
        NO_BUCKET,
        OTHER_REGION,
        UNREACHABLE,
        DENIED,
        BUSY,
        OTHER
    }

    /**
     * The exception to throw instead.
     *
     * @param what was tried, the beginning of the sentence, such as {@code images 's3a://b/x' cannot be listed}
     * @param path where
     * @param cause what the file system threw
     * @return a {@link UsageException} for what the user can mend; another one if the service fails
     */
    public static RuntimeException of(String what, Path path, IOException cause) {
        String sentence = what + ": " + explain(path, cause);
        return kind(cause) == Kind.BUSY
                ? new UncheckedIOException(sentence, cause)
                : new UsageException(sentence, cause);
    }

    /** The same for what Spark throws: the file system's exception is among its causes, if there is one. */
    static RuntimeException of(String what, Path path, Exception cause) {
        for (Throwable next = cause; next != null; next = next.getCause()) {
            if (next instanceof IOException fault && kind(fault) != Kind.OTHER) {
                return of(what, path, fault);
            }
        }
        return new UsageException(what + ": " + firstLine(cause), cause);
    }

    static Kind kind(IOException thrown) {
        boolean denied = false;
        boolean lost = false;
        boolean busy = false;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String name = cause.getClass().getSimpleName();
            String message = String.valueOf(cause.getMessage());
            if (OF_MISSING_CREDENTIALS.contains(name)) {
                return Kind.NO_CREDENTIALS;
            }
            if (OF_WRONG_CREDENTIALS.stream().anyMatch(message::contains)) {
                return Kind.WRONG_CREDENTIALS;
            }
            if (message.contains("NoSuchBucket") || name.equals("UnknownStoreException")) {
                return Kind.NO_BUCKET;
            }
            if (name.equals(REDIRECTED) || message.contains("AuthorizationHeaderMalformed")) {
                return Kind.OTHER_REGION;
            }
            denied |= cause instanceof AccessDeniedException
                    || cause instanceof org.apache.hadoop.security.AccessControlException;
            lost |= isOfConnection(cause) || OF_CONNECTIONS.contains(name);
            // A connection that breaks off has reached a service.
            busy |= OF_A_BUSY_SERVICE.contains(name) || cause.getClass() == SocketException.class;
        }
        return denied ? Kind.DENIED : busy ? Kind.BUSY : lost ? Kind.UNREACHABLE : Kind.OTHER;
    }

    private static boolean isOfConnection(Throwable cause) {
        return cause instanceof UnknownHostException
                || cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof SSLException;
    }

    private static String explain(Path path, IOException cause) {
        String place = path.toUri().getAuthority();
        boolean objects = ObjectStores.isS3(path);
        String bucket = objects ? "bucket '" + place + "'" : "'" + place + "'";
        return switch (kind(cause)) {
            case NO_CREDENTIALS -> "there are no credentials for " + bucket + "; give them by " + CREDENTIALS;
            case WRONG_CREDENTIALS -> bucket + " refuses the credentials (" + code(cause)
                    + "): wrong or expired; check where they come from: " + CREDENTIALS;
            case NO_BUCKET -> bucket + " does not exist; check its name, fs.s3a.endpoint and the region";
            case OTHER_REGION -> bucket
                    + " lies in another region: expected it in spark.hadoop.fs.s3a.endpoint.region (or AWS_REGION)";
            case DENIED -> objects
                    ? bucket + " denies access: the credentials are wrong, or lack s3:ListBucket and s3:GetObject"
                            + " (for an output also s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload) for "
                            + path + "; they come from " + CREDENTIALS
                    : "access is denied (" + firstLine(cause) + ")";
            case UNREACHABLE -> objects
                    ? "the S3 service of " + bucket + " cannot be reached (" + rootCause(cause)
                            + "); check the network and spark.hadoop.fs.s3a.endpoint"
                    : bucket + " cannot be reached (" + rootCause(cause) + ")";
            case BUSY -> "the S3 service of " + bucket
                    + " fails or is overloaded, even after several attempts; try again later, or with fewer tasks"
                    + " at once (spark.cores.max)";
            case OTHER -> cause.getClass().getSimpleName() + ": " + firstLine(cause);
        };
    }

    private static String code(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            for (String code : OF_WRONG_CREDENTIALS) {
                if (String.valueOf(cause.getMessage()).contains(code)) {
                    return code;
                }
            }
        }
        return "403";
    }

    private static String rootCause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + firstLine(root);
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    }
}
