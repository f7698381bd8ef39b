package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bf16 copies of an arena's filters: all are made at once, of what the filters hold. */
class EmulatedShadowTest {
    private static final ConvolutionSize Z = new ConvolutionSize(2, 9, 6, 5, 19, 3, 3, 1, 1);
    private static final Shape FILTER = Shape.of(Z.k(), Z.c(), Z.r(), Z.s());

    private final Emulation emulation = EmulatedDevices.load();

    @Test
    void filtersOfAnArenaAreCopiedByOneLaunchAfterAChange() {
        try (Filters filters = new Filters()) {
            assertThat(launches(filters::convolve)).isEqualTo(1);
            assertThat(launches(filters::convolve)).isZero();
            filters.upload(1, 7);
            assertThat(launches(filters::convolve)).isEqualTo(1);
        }
    }

    @Test
    void convolutionsAreThoseOfFiltersOfTheirOwn() {
        try (Filters filters = new Filters()) {
            for (int seed : new int[] {1, 7}) {
                filters.upload(1, seed);
                filters.convolve();
                assertThat(filters.results()).usingRecursiveComparison().isEqualTo(filters.alone(2, seed));
            }
        }
    }

    @Test
    void replayedStepCopiesOnceAndFollowsWritesBetween() {
        try (Filters replayed = new Filters();
                Filters plain = new Filters()) {
            for (int t = 0; t < 5; t++) {
                plain.upload(t % 2, t);
                replayed.upload(t % 2, t);
                plain.step();
                assertThat(launches(() -> replayed.device.repeat("step", replayed::step)))
                        .as("the copy and the update of step %d", t)
                        .isEqualTo(2);
                assertThat(replayed.results()).usingRecursiveComparison().isEqualTo(plain.results());
                plain.convolve();
                replayed.convolve();
                assertThat(replayed.results())
                        .as("read after step %d", t)
                        .usingRecursiveComparison()
                        .isEqualTo(plain.results());
            }
        }
    }

    @Test
    void recordingOfReadersCopiesAtEachReplay() {
        try (Filters filters = new Filters()) {
            filters.device.repeat("read", filters::convolve);
            // recorded while the copies are those of the filters
            filters.device.repeat("read", filters::convolve);
            filters.upload(1, 8);
            filters.device.repeat("read", filters::convolve);
            assertThat(filters.results()).usingRecursiveComparison().isEqualTo(filters.alone(2, 8));
        }
    }

    @Test
    void freedArenaTakesTheCopiesAlong() {
        try (Filters filters = new Filters()) {
            Arena arena = filters.device.arena(Filters.SLOTS);
            long before = filters.device.bytesInUse();
            filters.device.kernels().convolution(Z, filters.x, arena.views().getFirst(), filters.y.getFirst());
            long with = filters.device.bytesInUse();
            filters.device.free(arena);
            assertThat(with).isGreaterThan(before);
            assertThat(with - filters.device.bytesInUse())
                    .as("the arena and half as much")
                    .isGreaterThan(with - before)
                    .isGreaterThan(arena.flat().shape().size() * 6L - 1);
            assertThatThrownBy(() -> filters.device
                            .kernels()
                            .convolution(Z, filters.x, arena.views().getFirst(), filters.y.getFirst()))
                    .hasMessageEndingWith("was freed");
        }
    }

    private long launches(Runnable body) {
        long before = emulation.report().launches();
        body.run();
        return emulation.report().launches() - before;
    }

    private static float[] numbers(Shape shape, int seed) {
        Random random = new Random(seed);
        float[] numbers = new float[shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** An arena with a vector between two filters, and a convolution with each. */
    private static final class Filters implements AutoCloseable {
        static final List<Arena.Slot> SLOTS = List.of(
                new Arena.Slot(FILTER, Role.FILTER),
                new Arena.Slot(Shape.of(17), Role.PLAIN),
                new Arena.Slot(FILTER, Role.FILTER));

        final Device device = EmulatedDevices.open("cuda:0:bf16");
        final Arena arena = device.arena(SLOTS);
        final Arena gradients = device.arena(SLOTS);
        final Arena momenta = device.arena(SLOTS);
        final List<Buffer> w = List.of(arena.views().get(0), arena.views().get(2));
        final Buffer x = device.allocate(Shape.of(Z.n(), Z.c(), Z.h(), Z.w()), Role.ACTIVATION);
        final List<Buffer> y = List.of(result(), result());
        final Buffer step = device.allocate(Shape.of(Updates.STEP), Role.PLAIN);

        Filters() {
            device.upload(numbers(x.shape(), 0), x);
            upload(0, 2);
            upload(1, 3);
            device.kernels().fill(gradients.flat().shape(), .1, gradients.flat());
            device.kernels().fill(step.shape(), 1, step);
        }

        private Buffer result() {
            return device.allocate(Shape.of(Z.n(), Z.k(), Z.p(), Z.q()), Role.ACTIVATION);
        }

        void upload(int filter, int seed) {
            device.upload(numbers(FILTER, seed), w.get(filter));
        }

        void convolve() {
            for (int i = 0; i < 2; i++) {
                device.kernels().convolution(Z, x, w.get(i), y.get(i));
            }
        }

        void step() {
            convolve();
            Buffer flat = arena.flat();
            List<Updates.Segment> all =
                    List.of(new Updates.Segment(0, flat.shape().size(), 0, 0));
            device.kernels().sgd(all, .9, false, step, gradients.flat(), momenta.flat(), flat);
        }

        List<float[]> results() {
            return y.stream().map(this::read).toList();
        }

        /** Results with filters of these seeds that no arena holds. */
        List<float[]> alone(int... seeds) {
            return Arrays.stream(seeds)
                    .mapToObj(seed -> {
                        Buffer filter = device.allocate(FILTER, Role.FILTER);
                        Buffer result = result();
                        device.upload(numbers(FILTER, seed), filter);
                        device.kernels().convolution(Z, x, filter, result);
                        return read(result);
                    })
                    .toList();
        }

        private float[] read(Buffer buffer) {
            float[] numbers = new float[buffer.shape().size()];
            device.download(buffer, numbers);
            return numbers;
        }

        @Override
        public void close() {
            device.close();
        }
    }
}
