package io.lrpspark.pipeline.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.lrp.attribute.ComputeDevice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceTurnsTest {
    private static final int TASKS = 8;

    private final ExecutorService tasks = Executors.newFixedThreadPool(TASKS);

    @AfterEach
    void stop() throws InterruptedException {
        tasks.shutdownNow();
        assertThat(tasks.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void letTwoOfManyTasksComputeOnAGpu() throws Exception {
        DeviceTurns turns = DeviceTurns.of(ComputeDevice.cuda(0));
        AtomicInteger computing = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            all.add(tasks.submit(() -> turns.inTurn(() -> {
                most.accumulateAndGet(computing.incrementAndGet(), Math::max);
                waitFor(end);
                return computing.decrementAndGet();
            })));
        }
        while (computing.get() + turns.waiting() < TASKS) {
            Thread.onSpinWait();
        }
        end.countDown();
        for (Future<?> task : all) {
            task.get();
        }

        assertThat(most).hasValue(2);
    }

    @Test
    void letAllTasksComputeOnTheProcessor() throws Exception {
        DeviceTurns turns = DeviceTurns.of(ComputeDevice.cpu());
        CountDownLatch together = new CountDownLatch(TASKS);
        List<Future<?>> all = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            all.add(tasks.submit(() -> turns.inTurn(() -> {
                together.countDown();
                waitFor(together);
                return together.getCount();
            })));
        }

        for (Future<?> task : all) {
            assertThat(task.get()).isEqualTo(0L);
        }
    }

    @Test
    void comeInTheOrderOfAsking() throws Exception {
        DeviceTurns turns = new DeviceTurns(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> all = new ArrayList<>();
        all.add(tasks.submit(() -> turns.inTurn(() -> {
            begun.countDown();
            waitFor(end);
            return order.add(0);
        })));
        waitFor(begun);
        for (int task = 1; task < TASKS; task++) {
            int number = task;
            all.add(tasks.submit(() -> turns.inTurn(() -> order.add(number))));
            while (turns.waiting() < task) {
                Thread.onSpinWait();
            }
        }
        end.countDown();
        for (Future<?> task : all) {
            task.get();
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void goOnAfterACallThatFailed() throws Exception {
        DeviceTurns turns = new DeviceTurns(1);
        Future<?> failing = tasks.submit(() -> turns.inTurn(() -> {
            throw new IllegalStateException("failed");
        }));
        assertThat(failing).failsWithin(10, TimeUnit.SECONDS);

        assertThat(turns.<String>inTurn(() -> "next")).isEqualTo("next");
    }
}
