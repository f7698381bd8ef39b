package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Convolutions.NormalizedFilter;
import janus.kernels.Kernels;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A kernel that has been called often allocates nothing but the few objects that describe its loops. */
class SteadyStateTest {
    /** The records and lambdas of a call; an array for each number or vector would be a hundred times that. */
    private static final long MOST_BYTES = 16 << 10;

    /** The compiler has been at work long before, unless it boxes vectors. */
    private static final int MOST_CALLS = 20_000;

    private static final int N = 4;
    private static final int C = 64;
    private static final int SIDE = 16;
    private static final int LENGTH = 1 << 18;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One thread: all that a kernel allocates is this one's. */
    @AutoClose
    private final CpuDevice device = new CpuDevice(1, false, "", ConvolutionTable.builtIn());

    @TestFactory
    Iterable<DynamicTest> kernelsAllocateNothing() {
        return calls().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e.getValue())))
                .toList();
    }

    private void check(Runnable call) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MOST_CALLS && least > MOST_BYTES; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            call.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes allocated by a call").isLessThanOrEqualTo(MOST_BYTES);
    }

    private Map<String, Runnable> calls() {
        Kernels k = device.kernels();
        PoolingSize z = new PoolingSize(N, C, SIDE, SIDE, 3, 3, 2, 1);
        int hw = SIDE * SIDE;
        Buffer x = map(SIDE), y = map(SIDE), dy = map(SIDE);
        Buffer small = map(z.p()), index = map(z.p()), dsmall = map(z.p());
        Buffer mean = ones(C), variance = ones(C), gamma = ones(C), beta = ones(C), dgamma = ones(C), dbeta = ones(C);
        Buffer features = buffer(Role.PLAIN, N, C);
        Buffer g = ones(LENGTH), m = ones(LENGTH), v = ones(LENGTH), w = ones(LENGTH), one = ones(1);
        Buffer step = ones(Updates.STEP);
        List<Updates.Segment> segments =
                List.of(new Updates.Segment(0, LENGTH / 2, 0, .1), new Updates.Segment(LENGTH / 2, LENGTH, 0, 0));
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("batchStatistics", () -> k.batchStatistics(N, C, hw, x, mean, variance));
        calls.put("normalize", () -> k.normalize(N, C, hw, 1, true, x, mean, variance, gamma, beta, null, y));
        calls.put("normalize adding", () -> k.normalize(N, C, hw, 1, true, x, mean, variance, gamma, beta, dy, y));
        calls.put(
                "normalizeBackward",
                () -> k.normalizeBackward(
                        N, C, hw, 1, true, dy, null, x, mean, variance, gamma, beta, dgamma, dbeta, dy, null));
        calls.put(
                "normalizeBackward adding",
                () -> k.normalizeBackward(
                        N, C, hw, 1, true, dy, y, x, mean, variance, gamma, beta, dgamma, dbeta, x, dy));
        calls.put(
                "normalizeMaxPool",
                () -> k.normalizeMaxPool(z, 1, x, mean, variance, gamma, beta, () -> y, small, index));
        calls.put(
                "normalizeMaxPoolBackward",
                () -> k.normalizeMaxPoolBackward(
                        z, 1, dsmall, small, index, x, mean, variance, gamma, beta, () -> y, dgamma, dbeta, dy));
        calls.put("maxPool", () -> k.maxPool(z, x, small, index));
        calls.put("maxPoolBackward", () -> k.maxPoolBackward(z, dsmall, index, dy));
        calls.put("globalAveragePool", () -> k.globalAveragePool(N, C, hw, x, features));
        calls.put("globalAveragePoolBackward", () -> k.globalAveragePoolBackward(N, C, hw, features, dy));
        calls.put("sumChannels", () -> k.sumChannels(N, C, hw, x, dbeta));
        calls.put("addBias", () -> k.addBias(N, C, 1, features, beta, features));
        calls.put("dot", () -> k.dot(LENGTH, g, g, one));
        ConvolutionSize conv = new ConvolutionSize(N, C, SIDE, SIDE, C, 3, 3, 1, 1);
        Buffer filter = buffer(Role.FILTER, C, C, 3, 3), dfilter = buffer(Role.FILTER, C, C, 3, 3);
        calls.put("convolution", () -> k.convolution(conv, x, filter, y));
        calls.put("convolutionBackwardData", () -> k.convolutionBackwardData(conv, dy, filter, false, y));
        calls.put("convolutionBackwardFilter", () -> k.convolutionBackwardFilter(conv, x, dy, dfilter));
        calls.put(
                "convolutionNormalized",
                () -> k.convolutionNormalized(conv, 1, true, x, filter, mean, variance, gamma, beta, dy, y));
        NormalizedFilter half = new NormalizedFilter(filter, mean, variance, gamma, beta);
        calls.put("residualBlock", () -> k.residualBlock(conv, 1, x, half, half, y, dy));
        ConvolutionSize tiny = new ConvolutionSize(9, C, 2, 2, C, 3, 3, 1, 1);
        Buffer dot = buffer(Role.ACTIVATION, 9, C, 2, 2), ddot = buffer(Role.ACTIVATION, 9, C, 2, 2);
        calls.put("tiny convolution", () -> k.convolution(tiny, dot, filter, ddot));
        calls.put("tiny convolutionBackwardData", () -> k.convolutionBackwardData(tiny, ddot, filter, true, dot));
        calls.put("tiny convolutionBackwardFilter", () -> k.convolutionBackwardFilter(tiny, dot, ddot, dfilter));
        Buffer a = buffer(Role.PLAIN, C, C), b = buffer(Role.PLAIN, C, C), product = buffer(Role.PLAIN, C, C);
        calls.put("matmul", () -> k.matmul(C, C, C, false, true, a, b, false, product));
        calls.put("adam", () -> k.adam(segments, .9, .999, 1e-8, true, step, g, m, v, w));
        return calls;
    }

    private Buffer map(int side) {
        return buffer(Role.ACTIVATION, N, C, side, side);
    }

    private Buffer ones(int length) {
        Buffer buffer = buffer(Role.PLAIN, length);
        device.kernels().fill(buffer.shape(), 1, buffer);
        return buffer;
    }

    private Buffer buffer(Role role, int... extents) {
        Buffer buffer = device.allocate(Shape.of(extents), role);
        device.kernels().fill(buffer.shape(), .5, buffer);
        return buffer;
    }
}
