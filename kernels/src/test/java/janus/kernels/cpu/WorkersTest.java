package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class WorkersTest {
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 0", "2, 1", "2, 7", "3, 2", "4, 1000", "5, 17"})
    void everyPartRunsOnce(int threads, int parts) {
        try (Workers workers = new Workers(threads)) {
            for (int turn = 0; turn < 50; turn++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(parts);
                workers.run(parts, runs::incrementAndGet);
                for (int part = 0; part < parts; part++) {
                    assertThat(runs.get(part)).as("part %d of %d", part, parts).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void roomHasOneUserAtATime() {
        try (Workers workers = new Workers(4)) {
            AtomicInteger[] users = new AtomicInteger[4];
            Arrays.setAll(users, i -> new AtomicInteger());
            AtomicInteger crowds = new AtomicInteger();
            workers.run(users, 10_000, (room, part) -> {
                crowds.addAndGet(room.getAndIncrement());
                room.decrementAndGet();
            });
            assertThat(crowds).hasValue(0);
        }
    }

    /** The first part waits for the last of its own range, which only another thread can have taken. */
    @Test
    void idleThreadTakesPartsOfTheOthers() {
        try (Workers workers = new Workers(2)) {
            CountDownLatch taken = new CountDownLatch(1);
            workers.run(8, part -> {
                if (part == 0) {
                    await(taken);
                } else if (part == 3) {
                    taken.countDown();
                }
            });
            assertThat(taken.getCount()).isZero();
        }
    }

    @Test
    void exceptionOfAnyThreadReachesTheCallerAfterAllPartsEnded() {
        try (Workers workers = new Workers(3)) {
            AtomicInteger ended = new AtomicInteger();
            assertThatThrownBy(() -> workers.run(9, part -> {
                        ended.incrementAndGet();
                        if (part == 8) {
                            throw new IllegalStateException("part 8");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("part 8");
            assertThat(ended).hasValue(9);
            workers.run(9, part -> ended.incrementAndGet());
            assertThat(ended).hasValue(18);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
