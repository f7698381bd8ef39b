package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Convolutions.NormalizedFilter;
import janus.kernels.Devices;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A residual block image by image is its halves one after the other. */
final class WinogradBlockTest {
    /** One unit of tiles an image, several, and tiles of every kind. */
    private static final ConvolutionSize[] FUSED = {size(4, 32, 16), size(2, 48, 32), size(6, 17, 27)};

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void givesTheBitsOfItsHalves(int threads) {
        for (ConvolutionSize z : FUSED) {
            try (CpuDevice device = open(threads)) {
                Trial t = new Trial(device, z);
                assertThat(chosen(device).block(z)).as("%s", z).isNotNull();
                assertThat(t.block()).as("%s", z).isEqualTo(t.halves());
                // now with filters that are kept, and after one was written
                assertThat(t.block()).as("%s again", z).isEqualTo(t.halves());
                t.write();
                assertThat(t.block()).as("%s written", z).isEqualTo(t.halves());
            }
        }
    }

    @Test
    void runsHalfByHalfWhereThatTakesLessTime() {
        try (CpuDevice device = open(2);
                CpuDevice strict = (CpuDevice) Devices.open("cpu:2:strict")) {
            assertThat(chosen(device).block(size(3, 32, 16)))
                    .as("a thread would wait")
                    .isNull();
            assertThat(chosen(device).block(size(1, 32, 16)))
                    .as("fewer images than threads")
                    .isNull();
            assertThat(chosen(device).block(size(31, 32, 16)))
                    .as("it waits a little")
                    .isNotNull();
            assertThat(chosen(device).block(size(8, 32, 12))).as("nine tiles").isNull();
            assertThat(chosen(device).block(size(8, 128, 16))).isNotNull();
            assertThat(chosen(device).block(size(8, 160, 16)))
                    .as("a filter of more than 3 MiB")
                    .isNull();
            assertThat(chosen(strict).block(FUSED[0])).as("direct sums alone").isNull();
        }
    }

    private static ConvolutionSize size(int n, int c, int side) {
        return new ConvolutionSize(n, c, side, side, c, 3, 3, 1, 1);
    }

    private static CpuDevice open(int threads) {
        return (CpuDevice) Devices.open("cpu:" + threads);
    }

    private static ChosenConvolution chosen(CpuDevice device) {
        return ((CpuConvolutions) device.kernels()).chosen();
    }

    /** x and two halves of a block on a device. */
    private static final class Trial {
        final CpuDevice device;
        final Kernels kernels;
        final ConvolutionSize z;
        final Random random = new Random(5);
        final Buffer x;
        final NormalizedFilter a;
        final NormalizedFilter b;
        final Buffer middle;
        final Buffer y;

        Trial(CpuDevice device, ConvolutionSize z) {
            this.device = device;
            this.z = z;
            kernels = device.kernels();
            Shape map = Shape.of(z.n(), z.c(), z.h(), z.w());
            x = buffer(Role.ACTIVATION, map);
            a = filter();
            b = filter();
            middle = buffer(Role.ACTIVATION, map);
            y = buffer(Role.ACTIVATION, map);
        }

        NormalizedFilter filter() {
            Shape c = Shape.of(z.c());
            return new NormalizedFilter(
                    buffer(Role.FILTER, Shape.of(z.c(), z.c(), 3, 3)),
                    buffer(Role.PLAIN, c),
                    buffer(Role.PLAIN, c),
                    buffer(Role.PLAIN, c),
                    buffer(Role.PLAIN, c));
        }

        Buffer buffer(Role role, Shape shape) {
            Buffer buffer = device.allocate(shape, role);
            fill(buffer);
            return buffer;
        }

        void fill(Buffer buffer) {
            float[] values = new float[buffer.shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = .1f + random.nextFloat();
            }
            device.upload(values, buffer);
        }

        void write() {
            fill(a.w());
            fill(b.gamma());
        }

        float[] block() {
            kernels.residualBlock(z, 1e-5, x, a, b, middle, y);
            return numbers();
        }

        float[] halves() {
            kernels.convolutionNormalized(
                    z, 1e-5, true, x, a.w(), a.mean(), a.variance(), a.gamma(), a.beta(), null, middle);
            kernels.convolutionNormalized(
                    z, 1e-5, true, middle, b.w(), b.mean(), b.variance(), b.gamma(), b.beta(), x, y);
            return numbers();
        }

        float[] numbers() {
            float[] values = new float[y.shape().size()];
            device.download(y, values);
            kernels.fill(y.shape(), -1, y);
            return values;
        }
    }
}
