package io.lrpspark.pipeline.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/**
 * Style and scripts that a page holds. The page allows these by their hashes and nothing else, from nowhere.
 *
 * @param style of the page
 * @param charts the library that draws
 * @param chartsVersion of the library
 * @param script of the page
 */
record Assets(String style, String charts, String chartsVersion, String script) {
    private static final String CHARTS = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    static Assets load() {
        String version = readVersion();
        return new Assets(
                text("report.css"),
                text("/META-INF/resources/webjars/chart.js/" + version + "/dist/chart.umd.js"),
                version,
                text("report.js"));
    }

    /** What a browser may do with the page: show it. */
    String securityPolicy() {
        return "default-src 'none'; img-src data:; style-src " + hash(style) + "; script-src " + hash(charts) + " "
                + hash(script) + "; base-uri 'none'; form-action 'none'";
    }

    private static String readVersion() {
        try (InputStream stream = open(CHARTS)) {
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String name) {
        try (InputStream stream = open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream stream = Assets.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException(
                    "the resource " + name + " is missing: expected the libraries that this program was built with");
        }
        return stream;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
