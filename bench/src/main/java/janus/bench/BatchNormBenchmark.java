package janus.bench;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Batch normalization with ReLU and the residual sum on the maps of ResNet18's stages at batch 32. */
@Fork(jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx3g"})
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class BatchNormBenchmark extends Timed {
    private static final double EPS = 1e-5;
    private static final int N = 32;

    @Param("cpu")
    public String device;

    @Param({"64", "128", "256", "512"})
    public int c;

    private Device on;
    private int hw;
    private Buffer x;
    private Buffer residual;
    private Buffer y;
    private Buffer dx;
    private Buffer dresidual;
    private Buffer mean;
    private Buffer variance;
    private Buffer gamma;
    private Buffer beta;
    private Buffer dgamma;
    private Buffer dbeta;

    @Setup
    public void open() {
        on = Devices.open(device);
        int side = 56 * 64 / c;
        hw = side * side;
        x = Buffers.random(on, Role.ACTIVATION, N, c, side, side);
        residual = Buffers.random(on, Role.ACTIVATION, N, c, side, side);
        y = Buffers.random(on, Role.ACTIVATION, N, c, side, side);
        dx = on.allocate(x.shape(), Role.ACTIVATION);
        dresidual = on.allocate(x.shape(), Role.ACTIVATION);
        mean = Buffers.filled(on, 0, c);
        variance = Buffers.filled(on, 1, c);
        gamma = Buffers.filled(on, 1, c);
        beta = Buffers.filled(on, 0, c);
        dgamma = Buffers.filled(on, 0, c);
        dbeta = Buffers.filled(on, 0, c);
    }

    @TearDown
    public void close() {
        on.close();
    }

    @Benchmark
    public Buffer statistics() {
        on.kernels().batchStatistics(N, c, hw, x, mean, variance);
        on.synchronize();
        return mean;
    }

    @Benchmark
    public Buffer forward() {
        on.kernels().normalize(N, c, hw, EPS, true, x, mean, variance, gamma, beta, residual, y);
        on.synchronize();
        return y;
    }

    /** The gradient that comes in is {@code residual}. */
    @Benchmark
    public Buffer backward() {
        on.kernels()
                .normalizeBackward(
                        N, c, hw, EPS, true, residual, y, x, mean, variance, gamma, beta, dgamma, dbeta, dx, dresidual);
        on.synchronize();
        return dx;
    }
}
