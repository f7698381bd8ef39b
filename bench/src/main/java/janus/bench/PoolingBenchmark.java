package janus.bench;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** ResNet18's two poolings on 224 × 224 images at batch 32: 3 × 3 maxima of [64,112,112], means of [512,7,7]. */
@Fork(jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx3g"})
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class PoolingBenchmark extends Timed {
    private static final int N = 32;
    private static final PoolingSize Z = new PoolingSize(N, 64, 112, 112, 3, 3, 2, 1);
    private static final int C = 512, HW = 49;

    @Param("cpu")
    public String device;

    private Device on;
    private Buffer x;
    private Buffer y;
    private Buffer index;
    private Buffer dx;
    private Buffer features;
    private Buffer means;
    private Buffer dfeatures;

    @Setup
    public void open() {
        on = Devices.open(device);
        x = Buffers.random(on, Role.ACTIVATION, N, Z.c(), Z.h(), Z.w());
        y = Buffers.random(on, Role.ACTIVATION, N, Z.c(), Z.p(), Z.q());
        index = on.allocate(y.shape(), Role.ACTIVATION);
        dx = on.allocate(x.shape(), Role.ACTIVATION);
        features = Buffers.random(on, Role.ACTIVATION, N, C, 7, 7);
        means = Buffers.random(on, Role.PLAIN, N, C);
        dfeatures = on.allocate(features.shape(), Role.ACTIVATION);
        on.kernels().maxPool(Z, x, y, index);
    }

    @TearDown
    public void close() {
        on.close();
    }

    @Benchmark
    public Buffer maxPool() {
        on.kernels().maxPool(Z, x, y, index);
        on.synchronize();
        return y;
    }

    @Benchmark
    public Buffer maxPoolBackward() {
        on.kernels().maxPoolBackward(Z, y, index, dx);
        on.synchronize();
        return dx;
    }

    @Benchmark
    public Buffer globalAveragePool() {
        on.kernels().globalAveragePool(N, C, HW, features, means);
        on.synchronize();
        return means;
    }

    @Benchmark
    public Buffer globalAveragePoolBackward() {
        on.kernels().globalAveragePoolBackward(N, C, HW, means, dfeatures);
        on.synchronize();
        return dfeatures;
    }
}
