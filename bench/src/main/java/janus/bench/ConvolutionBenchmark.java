package janus.bench;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
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

/** Each convolution of ResNet18 at batch 32, in its three directions. The first one needs no gradient of its input. */
@Fork(jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx3g"})
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class ConvolutionBenchmark extends Timed {
    /** One convolution and its buffers. */
    @State(Scope.Benchmark)
    public abstract static class Case {
        @Param("cpu")
        public String device;

        Device on;
        ConvolutionSize z;
        Buffer x;
        Buffer w;
        Buffer y;
        Buffer dx;
        Buffer dw;

        final void open(Layer layer) {
            on = Devices.open(device);
            z = layer.size(32);
            Role role = layer == Layer.STEM ? Role.IMAGE : Role.ACTIVATION;
            x = Buffers.random(on, role, z.n(), z.c(), z.h(), z.w());
            w = Buffers.random(on, Role.FILTER, z.k(), z.c(), z.r(), z.s());
            y = Buffers.random(on, Role.ACTIVATION, z.n(), z.k(), z.p(), z.q());
            dx = on.allocate(x.shape(), role);
            dw = on.allocate(w.shape(), Role.FILTER);
        }

        @TearDown
        public final void close() {
            on.close();
        }
    }

    /** Any of them. */
    @State(Scope.Benchmark)
    public static class AnyLayer extends Case {
        @Param
        public Layer layer;

        @Setup
        public void open() {
            open(layer);
        }
    }

    /** All but the first. */
    @State(Scope.Benchmark)
    public static class InnerLayer extends Case {
        @Param({
            "C64_56",
            "C64_128_56",
            "C128_28",
            "C128_256_28",
            "C256_14",
            "C256_512_14",
            "C512_7",
            "SIDE_64_128",
            "SIDE_128_256",
            "SIDE_256_512"
        })
        public Layer layer;

        @Setup
        public void open() {
            open(layer);
        }
    }

    @Benchmark
    public Buffer forward(AnyLayer layer) {
        layer.on.kernels().convolution(layer.z, layer.x, layer.w, layer.y);
        layer.on.synchronize();
        return layer.y;
    }

    @Benchmark
    public Buffer backwardData(InnerLayer layer) {
        layer.on.kernels().convolutionBackwardData(layer.z, layer.y, layer.w, false, layer.dx);
        layer.on.synchronize();
        return layer.dx;
    }

    @Benchmark
    public Buffer backwardFilter(AnyLayer layer) {
        layer.on.kernels().convolutionBackwardFilter(layer.z, layer.x, layer.y, layer.dw);
        layer.on.synchronize();
        return layer.dw;
    }
}
