package io.lrpspark.lrp;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The golden files among the test resources. */
public final class Golden {

    private Golden() {}

    /** The file at a path relative to the golden folder, such as {@code tiny-a/tiny-a.pth}. */
    public static Path file(String path) {
        URL resource = Golden.class.getResource("/golden/" + path);
        if (resource == null) {
            throw new IllegalArgumentException("no golden file " + path);
        }
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
