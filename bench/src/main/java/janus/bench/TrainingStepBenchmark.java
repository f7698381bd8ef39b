package janus.bench;

import janus.bench.gpu.TwoHeads;
import janus.engine.Pass;
import janus.kernels.Device;
import janus.kernels.Devices;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of the two-head ResNet18 (40 attributes, 5 points) at batch 32, in three parts that each contain the one
 * before: forward with losses, then backward, then AdamW's update. The batch lies ready.
 */
@Fork(jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx6g"})
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class TrainingStepBenchmark extends Timed {
    private static final int N = 32;

    @Param("cpu")
    public String device;

    @Param({"64", "128", "224"})
    public int size;

    @Param("1")
    public double width;

    private Device on;
    private TwoHeads heads;

    @Setup
    public void open() {
        on = Devices.open(device);
        heads = new TwoHeads(on, width, size, N, 1);
    }

    @TearDown
    public void close() {
        heads.close();
        on.close();
    }

    @Benchmark
    public void forward() {
        try (Pass pass = heads.pass()) {
            heads.loss(pass);
            on.synchronize();
        }
    }

    @Benchmark
    public void forwardBackward() {
        try (Pass pass = heads.pass()) {
            pass.backward(heads.loss(pass));
            on.synchronize();
        }
    }

    @Benchmark
    public void forwardBackwardUpdate() {
        heads.step();
    }
}
