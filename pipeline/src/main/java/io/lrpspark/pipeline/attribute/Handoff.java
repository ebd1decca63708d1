package io.lrpspark.pipeline.attribute;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A bounded queue from one thread to another that also carries the end and a failure. The producer waits when the
 * queue is full, so that memory stays bounded.
 *
 * @param <T> what is handed over
 */
final class Handoff<T> {
    private final BlockingQueue<Message<T>> queue;

    /** @param capacity how many values may wait */
    Handoff(int capacity) {
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /** Hands over a value. */
    void put(T value) throws InterruptedException {
        queue.put(new Message<>(Optional.of(value), Optional.empty()));
    }

    /** Says that there are no more values. */
    void finish() throws InterruptedException {
        queue.put(new Message<>(Optional.empty(), Optional.empty()));
    }

    /** Says that the producer failed. */
    void fail(Throwable cause) throws InterruptedException {
        queue.put(new Message<>(Optional.empty(), Optional.of(cause)));
    }

    /**
     * The next value, waiting for it; empty at the end, after which it must not be called again.
     *
     * @throws ProducerFailedException with the cause, if the producer failed
     */
    Optional<T> take() throws InterruptedException {
        Message<T> message = queue.take();
        if (message.failure().isPresent()) {
            throw new ProducerFailedException(message.failure().get());
        }
        return message.value();
    }

    private record Message<T>(Optional<T> value, Optional<Throwable> failure) {}

    /** The thread on the other side failed. */
    static final class ProducerFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ProducerFailedException(Throwable cause) {
            super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        }
    }
}
