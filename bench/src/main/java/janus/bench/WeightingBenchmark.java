package janus.bench;

import janus.celeba.FaceData;
import janus.celeba.Progress;
import janus.celeba.synthetic.SyntheticFaces;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.balance.Weightings;
import janus.models.train.BlankSteps;
import janus.models.train.Config;
import janus.models.train.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A training step of the two-head model at 64 px and batch 32, its losses weighed in each of the ways there are. */
@State(Scope.Benchmark)
// the first seconds go into compiling kernels
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx6g"})
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class WeightingBenchmark extends Timed {
    @Param({
        "equal",
        "uw",
        "dwa",
        "rlw",
        "imtl-l",
        "famo",
        "gradnorm",
        "mgda",
        "mgda-ub",
        "pcgrad",
        "cagrad",
        "imtl-g",
        "nash-mtl",
        "aligned-mtl",
        "upgrad"
    })
    public String weighting;

    /** Losses: two, or each attribute its own. */
    @Param({"2", "41"})
    public int tasks;

    /** Where a weighting that looks at gradients takes them. */
    @Param({"features", "parameters"})
    public String gradients;

    private Path folder;
    private FaceData data;
    private Device device;
    private BlankSteps steps;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("faces");
        SyntheticFaces.draw(new SyntheticFaces.Settings(8, 1, 1, 1, 1, 2, 0, false), folder, 1, Progress.NONE);
        data = FaceData.open(folder);
        device = Devices.open("cpu");
        Config config = Configs.resolve(
                "demo",
                null,
                Map.of(
                        "network.width",
                        "1",
                        "network.tasks",
                        tasks == 2 ? "grouped" : "separate",
                        "loss.weighting",
                        weighting,
                        "loss.gradients",
                        gradients(weighting)));
        steps = new BlankSteps("two-head", config, device, data);
    }

    private String gradients(String name) {
        return Weightings.usesGradients(name) ? gradients : "auto";
    }

    @TearDown
    public void close() throws IOException {
        steps.close();
        device.close();
        data.close();
        delete(folder);
    }

    @Benchmark
    public void step() {
        steps.step();
    }
}
