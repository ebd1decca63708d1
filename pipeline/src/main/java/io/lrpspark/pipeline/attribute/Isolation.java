package io.lrpspark.pipeline.attribute;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets the tasks of a process work side by side, except while one of them works on an image that may crash the process:
 * then the others wait, so that it is clear which image it was.
 */
final class Isolation {
    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock(true);

    private Isolation() {}

    /**
     * Some work on images.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T run() throws InterruptedException;
    }

    /** Works beside others. */
    static <T> T shared(Work<T> work) throws InterruptedException {
        return under(LOCK.readLock(), work);
    }

    /** Works while nobody else does. */
    static <T> T alone(Work<T> work) throws InterruptedException {
        return under(LOCK.writeLock(), work);
    }

    private static <T> T under(Lock lock, Work<T> work) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }
}
