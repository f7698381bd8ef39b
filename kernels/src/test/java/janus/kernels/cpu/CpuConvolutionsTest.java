package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CpuConvolutionsTest {
    static Stream<ConvolutionSize> sizes() {
        Random random = new Random(7);
        Stream<ConvolutionSize> drawn = IntStream.range(0, 60).mapToObj(i -> draw(random));
        Stream<ConvolutionSize> chosen = Stream.of(
                new ConvolutionSize(3, 64, 7, 7, 64, 3, 3, 1, 1),
                new ConvolutionSize(5, 33, 2, 2, 70, 3, 3, 1, 1),
                new ConvolutionSize(2, 16, 9, 9, 48, 1, 1, 2, 0),
                new ConvolutionSize(2, 16, 16, 16, 32, 3, 3, 2, 1),
                new ConvolutionSize(2, 3, 32, 30, 64, 7, 7, 2, 3),
                new ConvolutionSize(40, 17, 3, 4, 17, 3, 3, 1, 1),
                // strips of several images, the last not full; bands of an image, the last not full
                new ConvolutionSize(23, 16, 4, 4, 48, 3, 3, 1, 1),
                new ConvolutionSize(2, 20, 37, 25, 16, 3, 3, 1, 1),
                new ConvolutionSize(1, 16, 3, 300, 16, 3, 3, 1, 1),
                // an image in several copies, and several images in one
                new ConvolutionSize(2, 3, 170, 160, 16, 7, 7, 2, 3),
                new ConvolutionSize(19, 3, 16, 14, 8, 3, 3, 1, 1));
        return Stream.concat(chosen, drawn);
    }

    private static ConvolutionSize draw(Random random) {
        int[] filters = {1, 2, 3, 5, 7};
        int r = filters[random.nextInt(5)];
        int s = filters[random.nextInt(5)];
        return new ConvolutionSize(
                1 + random.nextInt(4),
                1 + random.nextInt(40),
                r + random.nextInt(14),
                s + random.nextInt(20),
                1 + random.nextInt(70),
                r,
                s,
                1 + random.nextInt(3),
                random.nextInt(4));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void allDirectionsAgreeWithFloat64(ConvolutionSize z) {
        Random random = new Random(z.hashCode());
        float[] x = numbers(random, z.n() * z.c() * z.h() * z.w());
        float[] w = numbers(random, z.k() * z.c() * z.r() * z.s());
        float[] dy = numbers(random, z.n() * z.k() * z.p() * z.q());
        try (Device truth = new ReferenceDevice();
                Device cpu = Devices.open("cpu:2:strict")) {
            for (Role role : z.c() <= 3 ? Role.values() : new Role[] {Role.ACTIVATION}) {
                if (role == Role.IMAGE || role == Role.ACTIVATION) {
                    float[][] expected = run(truth, z, role, x, w, dy);
                    float[][] actual = run(cpu, z, role, x, w, dy);
                    assertClose(actual[0], expected[0], z.c() * z.r() * z.s());
                    assertClose(actual[1], expected[1], z.k() * z.r() * z.s());
                    assertClose(actual[2], expected[2], z.k() * z.r() * z.s());
                    assertClose(actual[3], expected[3], z.n() * z.p() * z.q());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void filterGradientHasTheSameBitsOnAnyNumberOfThreads(ConvolutionSize z) {
        Random random = new Random(z.hashCode());
        float[] x = numbers(random, z.n() * z.c() * z.h() * z.w());
        float[] dy = numbers(random, z.n() * z.k() * z.p() * z.q());
        Role role = z.c() <= 3 ? Role.IMAGE : Role.ACTIVATION;
        for (String suffix : new String[] {"", ":strict"}) {
            float[] alone = filterGradient("cpu:1" + suffix, z, role, x, dy);
            for (int threads : new int[] {2, 3, 5}) {
                String device = "cpu:" + threads + suffix;
                assertThat(filterGradient(device, z, role, x, dy)).as(device).isEqualTo(alone);
            }
        }
    }

    @Test
    void imagesAreFilteredMinimallyWhereThatIsFasterUnlessStrict() {
        ConvolutionSize wide = new ConvolutionSize(2, 3, 16, 16, 20, 7, 7, 2, 3);
        assertThat(strictAlone(wide)).containsExactly(false, false);
        ConvolutionSize narrow = new ConvolutionSize(2, 3, 16, 6, 20, 7, 7, 2, 3);
        assertThat(strictAlone(narrow)).containsExactly(true, true);
        ConvolutionSize small = new ConvolutionSize(2, 3, 16, 16, 20, 5, 5, 2, 2);
        assertThat(strictAlone(small)).containsExactly(true, true);
        ConvolutionSize dense = new ConvolutionSize(2, 3, 16, 16, 20, 7, 7, 1, 3);
        assertThat(strictAlone(dense)).containsExactly(true, true);
    }

    /** Whether y, and dw, of an image have the bits of direct sums. */
    private static boolean[] strictAlone(ConvolutionSize z) {
        Random random = new Random(5);
        float[] x = numbers(random, z.n() * z.c() * z.h() * z.w());
        float[] w = numbers(random, z.k() * z.c() * z.r() * z.s());
        float[] dy = numbers(random, z.n() * z.k() * z.p() * z.q());
        try (Device strict = Devices.open("cpu:1:strict");
                Device cpu = Devices.open("cpu:1")) {
            float[][] expected = run(strict, z, Role.IMAGE, x, w, dy);
            float[][] actual = run(cpu, z, Role.IMAGE, x, w, dy);
            return new boolean[] {Arrays.equals(actual[0], expected[0]), Arrays.equals(actual[3], expected[3])};
        }
    }

    private static float[] filterGradient(String name, ConvolutionSize z, Role role, float[] x, float[] dy) {
        try (Device device = Devices.open(name)) {
            Buffer bx = buffer(device, role, x, z.n(), z.c(), z.h(), z.w());
            Buffer bdy = buffer(device, Role.ACTIVATION, dy, z.n(), z.k(), z.p(), z.q());
            Buffer dw = device.allocate(Shape.of(z.k(), z.c(), z.r(), z.s()), Role.FILTER);
            device.kernels().convolutionBackwardFilter(z, bx, bdy, dw);
            return read(device, dw);
        }
    }

    private static float[][] run(Device device, ConvolutionSize z, Role role, float[] x, float[] w, float[] dy) {
        Buffer bx = buffer(device, role, x, z.n(), z.c(), z.h(), z.w());
        Buffer bw = buffer(device, Role.FILTER, w, z.k(), z.c(), z.r(), z.s());
        Buffer bdy = buffer(device, Role.ACTIVATION, dy, z.n(), z.k(), z.p(), z.q());
        Buffer by = device.allocate(bdy.shape(), Role.ACTIVATION);
        Buffer bdx = device.allocate(bx.shape(), role);
        Buffer added = buffer(device, role, x, z.n(), z.c(), z.h(), z.w());
        Buffer bdw = device.allocate(bw.shape(), Role.FILTER);
        device.kernels().convolution(z, bx, bw, by);
        device.kernels().convolutionBackwardData(z, bdy, bw, false, bdx);
        device.kernels().convolutionBackwardData(z, bdy, bw, true, added);
        device.kernels().convolutionBackwardFilter(z, bx, bdy, bdw);
        return new float[][] {read(device, by), read(device, bdx), read(device, added), read(device, bdw)};
    }

    private static Buffer buffer(Device device, Role role, float[] values, int... extents) {
        Buffer buffer = device.allocate(Shape.of(extents), role);
        device.upload(values, buffer);
        return buffer;
    }

    private static float[] read(Device device, Buffer buffer) {
        float[] values = new float[buffer.shape().size()];
        device.download(buffer, values);
        return values;
    }

    private static float[] numbers(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    /** A sum of m products of size 1 in any order errs by at most m roundings of partial sums of size m/3 + 1. */
    private static void assertClose(float[] actual, float[] expected, int terms) {
        double tolerance = 0x1p-24 * (terms + 2) * (terms / 3.0 + 2);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i])
                    .as("element %d of %d", i, expected.length)
                    .isBetween(expected[i] - tolerance, expected[i] + tolerance);
        }
    }
}
