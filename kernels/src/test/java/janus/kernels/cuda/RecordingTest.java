package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A replayed step is the step, and its memory is its own. */
class RecordingTest {
    private static final int N = 1000;

    private static Emulation emulation;

    @AutoClose
    private final CudaDevice device = new CudaDevice(0, false);

    private final Arena arena = device.arena(List.of(slot(), slot(), slot(), slot()));
    private final Buffer x = arena.views().get(0);
    private final Buffer w = arena.views().get(1);
    private final Buffer m = arena.views().get(2);
    private final Buffer v = arena.views().get(3);
    private final Buffer step = device.arena(List.of(new Arena.Slot(Shape.of(Updates.STEP), Role.PLAIN)))
            .flat();
    private final Buffer loss = device.allocate(Shape.of(1), Role.PLAIN);

    @BeforeAll
    static void load() {
        emulation = EmulatedDevices.load();
    }

    private static Arena.Slot slot() {
        return new Arena.Slot(Shape.of(N), Role.PLAIN);
    }

    @Test
    void replaysGiveTheBitsOfPlainRuns() {
        List<float[]> plain = train((key, body) -> body.run());
        AtomicInteger runs = new AtomicInteger();
        long launches = emulation.report().graphLaunches();
        List<float[]> replayed = train((key, body) -> device.repeat(key, () -> {
            runs.incrementAndGet();
            body.run();
        }));
        assertThat(replayed).usingRecursiveComparison().isEqualTo(plain);
        assertThat(runs).hasValue(2);
        assertThat(emulation.report().graphLaunches()).isEqualTo(launches + 49);
    }

    @FunctionalInterface
    private interface Repeat {
        void run(Object key, Runnable body);
    }

    /** Fifty steps of Adam on ½·|x·w|², with other numbers in x and in the step buffer each; the weights after each. */
    private List<float[]> train(Repeat repeat) {
        device.upload(numbers(1), w);
        device.upload(new float[N], m);
        device.upload(new float[N], v);
        List<float[]> weights = new ArrayList<>();
        Object key = new Object();
        for (int t = 1; t <= 50; t++) {
            device.upload(numbers(t), x);
            float[] numbers = new float[step.shape().size()];
            numbers[Updates.RATE] = 0.1f / t;
            numbers[Updates.CORRECTION1] = (float) (1 - Math.pow(0.9, t));
            numbers[Updates.CORRECTION2] = (float) (1 - Math.pow(0.999, t));
            device.upload(numbers, step);
            repeat.run(key, this::step);
            weights.add(read(w));
        }
        return weights;
    }

    private void step() {
        Kernels k = device.kernels();
        Shape z = Shape.of(N);
        Buffer y = device.allocate(z, Role.PLAIN);
        Buffer g = device.allocate(z, Role.PLAIN);
        Buffer half = device.allocate(Shape.of(1), Role.PLAIN);
        device.upload(new float[] {0.5f}, half);
        k.multiply(z, x, w, y);
        k.dot(N, y, y, loss);
        k.multiply(Shape.of(1), half, loss, loss);
        k.multiply(z, x, y, g);
        k.gate(1, loss, loss, step);
        k.adam(List.of(new Updates.Segment(0, N, 0, 0)), 0.9, 0.999, 1e-8, false, step, g, m, v, w);
        List.of(y, g, half).forEach(device::free);
    }

    @Test
    void memoryOfARecordingIsGivenToNobodyElse() {
        Buffer[] kept = new Buffer[1];
        AtomicInteger runs = new AtomicInteger();
        Runnable body = () -> {
            runs.incrementAndGet();
            Buffer scratch = device.allocate(Shape.of(N), Role.PLAIN);
            kept[0] = device.allocate(Shape.of(N), Role.PLAIN);
            device.kernels().fill(scratch.shape(), 7, scratch);
            device.kernels().copy(scratch.shape(), scratch, kept[0]);
            device.free(scratch);
        };
        device.repeat("fill", body);
        device.free(kept[0]);
        device.repeat("fill", body);
        Buffer result = kept[0];
        // as many as could come from a pool
        List<Buffer> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Buffer other = device.allocate(Shape.of(N), Role.PLAIN);
            device.kernels().fill(other.shape(), i, other);
            others.add(other);
        }
        device.repeat("fill", body);
        for (int i = 0; i < 8; i++) {
            assertThat(read(others.get(i))).containsOnly(i);
        }
        assertThat(read(result)).containsOnly(7);
        device.free(result);
        Buffer stranger = device.allocate(Shape.of(N), Role.PLAIN);
        device.kernels().fill(stranger.shape(), -1, stranger);
        device.repeat("fill", body);
        assertThat(read(stranger)).containsOnly(-1);
        assertThat(runs).hasValue(2);
    }

    @Test
    void whatABodyGivesBackIsGivenToNobodyElse() {
        Buffer[] source = new Buffer[1];
        for (int i = 0; i < 2; i++) {
            source[0] = device.allocate(Shape.of(N), Role.PLAIN);
            device.kernels().fill(Shape.of(N), 5, source[0]);
            device.repeat("copy", () -> {
                device.kernels().copy(Shape.of(N), source[0], w);
                device.free(source[0]);
            });
        }
        for (int i = 0; i < 8; i++) {
            Buffer other = device.allocate(Shape.of(N), Role.PLAIN);
            device.kernels().fill(other.shape(), -1, other);
        }
        device.kernels().fill(Shape.of(N), 0, w);
        device.repeat("copy", () -> {});
        assertThat(read(w)).containsOnly(5);
    }

    @Test
    void givingBackWhatARecordingReadsRecordsAnew() {
        Buffer[] source = {device.allocate(Shape.of(N), Role.PLAIN)};
        AtomicInteger runs = new AtomicInteger();
        Runnable body = () -> {
            runs.incrementAndGet();
            device.kernels().copy(Shape.of(N), source[0], w);
        };
        for (int i = 0; i < 4; i++) {
            device.kernels().fill(Shape.of(N), i, source[0]);
            device.repeat("copy", body);
        }
        assertThat(runs).hasValue(2);
        device.free(source[0]);
        Buffer stranger = device.allocate(Shape.of(N), Role.PLAIN);
        device.kernels().fill(Shape.of(N), -1, stranger);
        source[0] = device.allocate(Shape.of(N), Role.PLAIN);
        device.kernels().fill(Shape.of(N), 5, source[0]);
        device.repeat("copy", body);
        assertThat(read(w)).containsOnly(5);
        assertThat(runs).hasValue(3);
    }

    @Test
    void aDroppedRecordingLeavesNoMemoryBehind() {
        Buffer source = device.allocate(Shape.of(N), Role.PLAIN);
        long before = device.bytesInUse();
        Runnable body = () -> {
            Buffer scratch = device.allocate(Shape.of(N), Role.PLAIN);
            device.kernels().copy(Shape.of(N), source, scratch);
            device.free(scratch);
        };
        for (int i = 0; i < 3; i++) {
            device.repeat("copy", body);
        }
        assertThat(device.bytesInUse()).isEqualTo(before);
        device.free(source);
        long held = device.bytesHeld();
        List<Buffer> again = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            again.add(device.allocate(Shape.of(N), Role.PLAIN));
        }
        assertThat(device.bytesHeld()).isEqualTo(held);
        again.forEach(device::free);
    }

    @Test
    void aBodyThatThrowsIsRecordedNextTime() {
        Consumer<Boolean> run = fails -> device.repeat("body", () -> {
            device.kernels().fill(Shape.of(N), 3, w);
            if (fails) {
                throw new IllegalStateException("no");
            }
        });
        run.accept(false);
        assertThatThrownBy(() -> run.accept(true)).hasMessage("no");
        device.kernels().fill(Shape.of(N), 1, w);
        assertThat(read(w)).containsOnly(1);
        run.accept(false);
        assertThat(read(w)).containsOnly(3);
    }

    @Test
    void nothingIsDownloadedInside() {
        Runnable body = () -> device.download(w, new float[N]);
        device.repeat("download", body);
        assertThatThrownBy(() -> device.repeat("download", body))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cuda:0: nothing is downloaded while a step is recorded; download after it");
    }

    private float[] read(Buffer buffer) {
        float[] numbers = new float[buffer.shape().size()];
        device.download(buffer, numbers);
        return numbers;
    }

    private static float[] numbers(int seed) {
        float[] numbers = new float[N];
        for (int i = 0; i < N; i++) {
            numbers[i] = (float) Math.sin(i * (seed + 0.3));
        }
        return numbers;
    }
}
