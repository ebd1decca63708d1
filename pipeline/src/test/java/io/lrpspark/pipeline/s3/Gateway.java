package io.lrpspark.pipeline.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Passes requests on to a server, except for those that a test disturbs. Each connection carries one request, and the bytes of a
 * request that is passed on stay as they are, so that its signature holds.
 */
public final class Gateway implements AutoCloseable {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int DRAIN_MILLIS = 200;

    private final ServerSocket socket;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "gateway");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Disturbance disturbance = Disturbance.NONE;

    private Gateway(ServerSocket socket, int target) {
        this.socket = socket;
        this.target = target;
    }

    /** A gateway on a free port. */
    public static Gateway open(int target) throws IOException {
        Gateway gateway = new Gateway(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
        gateway.threads.execute(gateway::accept);
        return gateway;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** From now on. */
    public void disturb(Disturbance changed) {
        disturbance = changed;
    }

    /** Method and target of every request so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void forgetRequests() {
        requests.clear();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            String request = head.substring(0, head.indexOf(" HTTP/"));
            requests.add(request);
            Fault fault = disturbance.of(request);
            switch (fault.kind()) {
                case NONE -> forward(client, head);
                case DELAY -> {
                    TimeUnit.MILLISECONDS.sleep(fault.delay().toMillis());
                    forward(client, head);
                }
                case STATUS -> refuse(client, fault.status());
                case DROP -> client.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // The client or the server went away, which is for the client to notice.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END_OF_HEAD.length()) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            matched = next == END_OF_HEAD.charAt(matched) ? matched + 1 : next == END_OF_HEAD.charAt(0) ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void forward(Socket client, String head) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            String single =
                    head.replaceAll("(?im)^connection:.*\r\n", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
            OutputStream out = server.getOutputStream();
            out.write(single.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            threads.execute(() -> {
                try {
                    client.getInputStream().transferTo(out);
                } catch (IOException e) {
                    // The request is over.
                    return;
                }
            });
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void refuse(Socket client, int status) throws IOException {
        String code = status == 503 ? "SlowDown" : "InternalError";
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + code
                + "</Message></Error>";
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + " " + code + "\r\nContent-Type: application/xml\r\nContent-Length: "
                                + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        // A connection that is closed over unread data is reset, and the answer is lost with it.
        client.setSoTimeout(DRAIN_MILLIS);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    /** What happens to a request, which may depend on those before. */
    @FunctionalInterface
    public interface Disturbance {
        Disturbance NONE = request -> Fault.none();

        /** @param request method and target, such as {@code GET /pictures/a.jpg} */
        Fault of(String request);
    }

    /**
     * What happens to a request.
     *
     * @param status of the answer, or 0
     * @param delay before it is passed on
     */
    public record Fault(Kind kind, int status, Duration delay) {
        /** The kinds of faults. */
        public enum Kind {
            NONE,
            DELAY,
            STATUS,
            DROP
        }

        public static Fault none() {
            return new Fault(Kind.NONE, 0, Duration.ZERO);
        }

        /** The server is asked to wait. */
        public static Fault delay(Duration delay) {
            return new Fault(Kind.DELAY, 0, delay);
        }

        /** An answer with this status instead of the server's. */
        public static Fault status(int status) {
            return new Fault(Kind.STATUS, status, Duration.ZERO);
        }

        /** No answer: the connection ends. */
        public static Fault drop() {
            return new Fault(Kind.DROP, 0, Duration.ZERO);
        }
    }
}
