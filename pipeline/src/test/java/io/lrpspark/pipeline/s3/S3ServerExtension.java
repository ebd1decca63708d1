package io.lrpspark.pipeline.s3;

import io.lrpspark.pipeline.s3.Gateway.Fault;
import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server for the tests of a class, in static fields; after each test, its gateway disturbs nothing. */
public final class S3ServerExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private S3Server server;

    /** The server, while the tests run. */
    public S3Server server() {
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = S3Server.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server.gateway().disturb(request -> Fault.none());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        server.close();
    }
}
