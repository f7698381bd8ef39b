package janus.bench;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.optim.Adam;
import janus.engine.optim.Group;
import janus.engine.optim.Optimizer;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.AttributeTask;
import janus.models.MultiTask;
import janus.models.PointTask;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of the two-head ResNet18 (40 attributes, 5 points) at batch 32, in three parts that each contain the one
 * before: forward with losses, then backward, then AdamW's update. Uploading the batch is included.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx6g"})
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class TrainingStepBenchmark {
    private static final int N = 32, ATTRIBUTES = 40, COORDINATES = 10;

    @Param("cpu")
    public String device;

    @Param({"64", "128", "224"})
    public int size;

    @Param("1")
    public double width;

    private Device on;
    private MultiTask model;
    private Optimizer optimizer;
    private Batch batch;
    private int step;

    @Setup
    public void open() {
        on = Devices.open(device);
        model = new MultiTask(
                on,
                Draws.of(1),
                width,
                List.of(
                        new AttributeTask("attributes", columns(ATTRIBUTES), ATTRIBUTES),
                        new PointTask("landmarks", columns(COORDINATES), COORDINATES)),
                false);
        optimizer = new Adam(model.parameters(), Group.decayMatrices(model.parameters(), .05), Adam.Settings.ADAM_W, 5);
        optimizer.rate(1e-3);
        Random random = new Random(1);
        float[] images = new float[N * 3 * size * size];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        float[] attributes = new float[N * ATTRIBUTES];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = random.nextInt(2);
        }
        float[] points = new float[N * COORDINATES];
        Arrays.fill(points, .5f);
        batch = new Batch(new int[N], size, images, attributes, ones(attributes.length), points, ones(points.length));
    }

    @TearDown
    public void close() {
        model.close();
        on.close();
    }

    @Benchmark
    public void forward() {
        try (Pass pass = Pass.training(on, Draws.of(step++))) {
            loss(pass);
            on.synchronize();
        }
    }

    @Benchmark
    public void forwardBackward() {
        try (Pass pass = Pass.training(on, Draws.of(step++))) {
            pass.backward(loss(pass));
            on.synchronize();
        }
    }

    @Benchmark
    public void forwardBackwardUpdate() {
        try (Pass pass = Pass.training(on, Draws.of(step++))) {
            optimizer.step(pass.backward(loss(pass)));
            on.synchronize();
        }
    }

    private Tensor loss(Pass pass) {
        List<Tensor> losses = model.losses(model.outputs(model.features(pass, batch)), batch);
        return losses.get(0).plus(losses.get(1));
    }

    private static List<Integer> columns(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
