package io.lrpspark.lrp.model;

/** Weights from which no network can be built; the message names the weight and what was expected. */
public final class ModelException extends RuntimeException {

    ModelException(String message) {
        super(message);
    }
}
