package io.lrpspark.lrp.checkpoint;

/** What is wrong with a pickle, as the second half of a sentence whose first half names the file. */
final class UnpicklingException extends Exception {

    UnpicklingException(String message) {
        super(message);
    }
}
