package io.lrpspark.lrp.graph;

/** A graph that cannot be: shapes that do not fit, names that are missing or taken, an input too small to pool. */
public final class GraphException extends RuntimeException {
    public GraphException(String message) {
        super(message);
    }
}
