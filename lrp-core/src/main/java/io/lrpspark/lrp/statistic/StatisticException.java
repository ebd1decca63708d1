package io.lrpspark.lrp.statistic;

/** A map that has no statistics: the message says what was found and what is expected. */
public final class StatisticException extends RuntimeException {
    StatisticException(String message) {
        super(message);
    }
}
