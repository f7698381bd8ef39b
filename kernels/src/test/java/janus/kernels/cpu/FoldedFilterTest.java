package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FoldedFilterTest {
    private static final ConvolutionSize[] SIZES = {
        new ConvolutionSize(2, 32, 12, 12, 48, 3, 3, 1, 1), // filters transformed to tiles of 4 × 4
        new ConvolutionSize(3, 64, 2, 2, 64, 3, 3, 1, 1), // fewer tiles than channels
        new ConvolutionSize(1, 32, 9, 9, 40, 3, 3, 2, 1), // direct, the channels in parts
        new ConvolutionSize(2, 3, 20, 18, 24, 7, 7, 2, 3) // of an image
    };

    static ConvolutionSize[] sizes() {
        return SIZES;
    }

    private final Random random = new Random(3);

    @ParameterizedTest
    @MethodSource("sizes")
    void whatIsKeptFollowsEveryWrite(ConvolutionSize z) {
        float[] x = numbers(z.n() * z.c() * z.h() * z.w());
        float[] w = numbers(z.k() * z.c() * z.r() * z.s());
        float[][] channels = {numbers(z.k()), numbers(z.k()), numbers(z.k()), numbers(z.k())};
        try (Device device = Devices.open("cpu:2")) {
            Block block = new Block(device, z);
            block.upload(x, w, channels);
            block.run();
            assertThat(block.run()).isEqualTo(fresh(z, x, w, channels));
            w = numbers(w.length);
            device.upload(w, block.w);
            assertThat(block.run()).as("filter").isEqualTo(fresh(z, x, w, channels));
            for (int i = 0; i < channels.length; i++) {
                channels[i] = numbers(z.k());
                device.upload(channels[i], block.channels[i]);
                assertThat(block.run()).as("channels %d", i).isEqualTo(fresh(z, x, w, channels));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void threadsChangeNoBit(ConvolutionSize z) {
        float[] x = numbers(z.n() * z.c() * z.h() * z.w());
        float[] w = numbers(z.k() * z.c() * z.r() * z.s());
        float[][] channels = {numbers(z.k()), numbers(z.k()), numbers(z.k()), numbers(z.k())};
        float[] alone = fresh(1, z, x, w, channels);
        for (int threads : new int[] {2, 3, 5}) {
            assertThat(fresh(threads, z, x, w, channels))
                    .as("%d threads", threads)
                    .isEqualTo(alone);
        }
    }

    private static float[] fresh(ConvolutionSize z, float[] x, float[] w, float[][] channels) {
        return fresh(2, z, x, w, channels);
    }

    private static float[] fresh(int threads, ConvolutionSize z, float[] x, float[] w, float[][] channels) {
        try (Device device = Devices.open("cpu:" + threads)) {
            Block block = new Block(device, z);
            block.upload(x, w, channels);
            return block.run();
        }
    }

    /** x, w, and mean, variance, γ, β of a convolution with its normalization. */
    private static final class Block {
        final Device device;
        final ConvolutionSize z;
        final Buffer x;
        final Buffer w;
        final Buffer[] channels = new Buffer[4];
        final Buffer y;

        Block(Device device, ConvolutionSize z) {
            this.device = device;
            this.z = z;
            x = device.allocate(Shape.of(z.n(), z.c(), z.h(), z.w()), z.c() == 3 ? Role.IMAGE : Role.ACTIVATION);
            w = device.allocate(Shape.of(z.k(), z.c(), z.r(), z.s()), Role.FILTER);
            y = device.allocate(Shape.of(z.n(), z.k(), z.p(), z.q()), Role.ACTIVATION);
            for (int i = 0; i < channels.length; i++) {
                channels[i] = device.allocate(Shape.of(z.k()), Role.PLAIN);
            }
        }

        void upload(float[] x, float[] w, float[][] channels) {
            device.upload(x, this.x);
            device.upload(w, this.w);
            for (int i = 0; i < channels.length; i++) {
                device.upload(channels[i], this.channels[i]);
            }
        }

        float[] run() {
            device.kernels()
                    .convolutionNormalized(
                            z, 1e-5, true, x, w, channels[0], channels[1], channels[2], channels[3], null, y);
            float[] values = new float[y.shape().size()];
            device.download(y, values);
            return values;
        }
    }

    private float[] numbers(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = .1f + random.nextFloat();
        }
        return values;
    }
}
