package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A recording with a halt: the host reads what its first part made, and what the second reads of it is still there. */
class HaltTest {
    private static final Shape Z = Shape.of(1000);

    private static Emulation emulation;

    @AutoClose
    private final CudaDevice device = new CudaDevice(0, false);

    private final Buffer x = device.allocate(Z, Role.PLAIN);
    private final Buffer factor = device.allocate(Z, Role.PLAIN);
    private final Buffer y = device.allocate(Z, Role.PLAIN);
    private final AtomicInteger bodies = new AtomicInteger();
    private final List<Float> seen = new ArrayList<>();
    private @Nullable Buffer square;

    @BeforeAll
    static void load() {
        emulation = EmulatedDevices.load();
    }

    /** Leaves x² in memory of its own. */
    private void first() {
        bodies.incrementAndGet();
        square = device.allocate(Z, Role.PLAIN);
        device.kernels().multiply(Z, x, x, square);
        device.kernels().copy(Z, square, y);
    }

    /** Sees x², and sets a factor that goes by it. */
    private void host() {
        float[] numbers = read(y);
        seen.add(numbers[7]);
        fill(factor, numbers[7] + 1);
    }

    /** y = factor·x², by way of scratch. */
    private void second() {
        bodies.incrementAndGet();
        Buffer kept = Objects.requireNonNull(square);
        Buffer scratch = device.allocate(Z, Role.PLAIN);
        device.kernels().multiply(Z, factor, kept, scratch);
        device.kernels().copy(Z, scratch, y);
        device.free(scratch);
        device.free(kept);
    }

    private void step(float number) {
        fill(x, number);
        device.repeat("step", this::first, this::host, this::second);
    }

    @Test
    void replayIsTwoGraphsWithTheHostBetween() {
        for (int i = 0; i < 5; i++) {
            Emulation.Report before = emulation.report();
            step(i);
            Emulation.Report after = emulation.report();
            assertThat(read(y)).containsOnly((i * i + 1) * i * i);
            assertThat(after.graphLaunches() - before.graphLaunches()).isEqualTo(i == 0 ? 0 : 2);
        }
        assertThat(seen).containsExactly(0f, 1f, 4f, 9f, 16f);
        assertThat(bodies).as("two plain ones, two recorded").hasValue(4);
    }

    @Test
    void memoryOfBothPartsIsGivenToNobodyElse() {
        step(2);
        step(2);
        // as many as could come from a pool
        List<Buffer> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            others.add(device.allocate(Z, Role.PLAIN));
            fill(others.getLast(), -1);
        }
        fill(x, 3);
        device.repeat(
                "step",
                this::first,
                () -> {
                    host();
                    others.forEach(other -> fill(other, -2));
                },
                this::second);
        assertThat(read(y)).containsOnly(90);
        others.forEach(other -> assertThat(read(other)).containsOnly(-2));
    }

    @Test
    void bothPartsAreRecordedAnewWhenOneReadsWhatIsGivenBack() {
        step(2);
        Buffer lent = device.allocate(Z, Role.PLAIN);
        fill(lent, 5);
        Runnable adding = () -> {
            second();
            device.kernels().add(Z, y, lent, y);
        };
        for (int i = 0; i < 2; i++) {
            device.repeat("adding", this::first, this::host, adding);
        }
        assertThat(read(y)).containsOnly(25);
        int before = bodies.get();
        device.free(lent);
        device.repeat("adding", this::first, this::host, this::second);
        assertThat(read(y)).containsOnly(20);
        assertThat(bodies).hasValue(before + 2);
    }

    @Test
    void hostThatThrowsLeavesNothingHalfRecorded() {
        step(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> device.repeat("step", this::first, () -> fail("no"), this::second))
                    .hasMessage("no");
            device.free(Objects.requireNonNull(square));
        }
        for (int i = 3; i < 6; i++) {
            step(i);
            assertThat(read(y)).containsOnly((i * i + 1) * i * i);
        }
        assertThatThrownBy(() -> device.repeat("step", this::first, () -> fail("never"), this::second))
                .hasMessage("never");
        step(2);
        assertThat(read(y)).containsOnly(20);
        assertThat(seen).as("once in each step").containsExactly(4f, 9f, 16f, 25f, 4f);
    }

    @Test
    void memoryFreedDuringTheHaltIsMissed() {
        step(2);
        step(2);
        assertThatThrownBy(() -> device.repeat("step", this::first, () -> device.free(x), this::second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("memory that a recorded step reads was freed while it halted");
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }

    private void fill(Buffer buffer, float number) {
        device.kernels().fill(Z, number, buffer);
    }

    private float[] read(Buffer buffer) {
        float[] numbers = new float[Z.size()];
        device.download(buffer, numbers);
        return numbers;
    }
}
