package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Tuner;
import janus.kernels.cpu.CpuDevice;
import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel table: written by tune-kernels, named by a run, recorded with it. */
final class KernelsTest {
    private static final String HEAD = "lanes,direction,c,k,h,w,r,s,stride,pad,algorithm\n";

    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void drawFaces() throws IOException {
        data = SmallFaces.write(folder.resolve("data"), 40, 7);
    }

    @Test
    void runRecordsItsTableAndResumesWithNoOther() throws IOException {
        Path table = table("table.csv", "direct");
        Path run = folder.resolve("run");
        Output trained = train(run, "--kernels", table.toString());
        assertThat(trained.code()).as(trained.err()).isZero();
        Path environment = run.resolve("env.txt");
        String recorded = Files.readString(environment);
        assertThat(recorded)
                .containsPattern("kernels: table\\.csv sha256:[0-9a-f]{64}, " + CpuDevice.lanes() + " lanes\n")
                .containsPattern("device: .*kernel table table\\.csv sha256:[0-9a-f]{12},");
        assertThat(run.resolve("config.yaml")).content().contains("kernels: " + table);
        Path other = table("other.csv", "winograd2");
        assertRefused(
                Output.of("train", "--resume", run.toString(), "--kernels", other.toString()),
                run.resolve("config.yaml") + ": the run to resume differs in kernels: \"" + table + "\" there, \""
                        + other + "\" here; undo that, or start another --out");
        table("table.csv", "winograd2");
        Output changed = Output.of("train", "--resume", run.toString());
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err())
                .containsPattern("differs in its kernel table: table\\.csv sha256:[0-9a-f]{64} there, "
                        + "table\\.csv sha256:[0-9a-f]{64} here; undo that, or choose another --out\n$");
        assertThat(environment).hasContent(recorded);
        table("table.csv", "direct");
        assertThat(Output.of("train", "--resume", run.toString()).code()).isZero();
        Output scored = Output.of("eval", "--run", run.toString(), "--device", "cpu:1", "--kernels", table.toString());
        assertThat(scored.code()).as(scored.err()).isZero();
    }

    @Test
    void badTableIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.csv"), HEAD + "16,data,64,64,8,8,3,3,1,1,fast\n");
        Path out = folder.resolve("out");
        String line = bad + ":2: algorithm is 'fast'; write one of direct, pixelwise, toeplitz2, winograd2, winograd4,"
                + " polyphase";
        assertRefused(train(out, "--kernels", bad.toString()), line);
        assertRefused(train(out, "kernels=" + bad), line);
        assertRefused(
                train(out, "--kernels", folder.resolve("none.csv").toString()),
                folder.resolve("none.csv") + ": not found; check the path");
        Path table = table("any.csv", "direct");
        assertRefused(
                train(out, "device=reference", "--kernels", table.toString()),
                "device reference: kernel tables are for cpu and cuda devices; leave out " + table);
        assertThat(out).doesNotExist();
    }

    @Test
    void tunedTableIsOneThatRunsTake() throws IOException {
        Path file = folder.resolve("tuned.csv");
        ConvolutionSize small = new ConvolutionSize(8, 16, 4, 4, 16, 3, 3, 1, 1);
        try (Device device = Devices.open("cpu:1")) {
            List<Tuner.Result> results = TuneKernels.tune(device, List.of(small), 1e-3, file);
            assertThat(results).extracting(Tuner.Result::direction).containsExactly("forward", "data", "filter");
        }
        assertThat(file).content().startsWith("# The fastest algorithm").contains("\n" + HEAD);
        try (Device device = Devices.open("cpu:1", file)) {
            assertThat(device.description()).contains("kernel table tuned.csv sha256:");
        }
    }

    @Test
    void tuningIsRefusedBeforeItMeasures() {
        assertRefused(
                Output.of("tune-kernels", "--sizes", "64,8"),
                "command line: --sizes is 8; give a whole number from 16 to 1024");
        assertRefused(
                Output.of("tune-kernels", "--output", folder + "/none/kernels.csv"),
                folder + "/none/kernels.csv: no file can be written there; choose another --output");
        assertRefused(
                Output.of("tune-kernels", "--output", folder + "/x.csv", "--device", "reference"),
                "device reference: it takes no algorithm from a table; use cpu, cpu:THREADS or cuda");
    }

    // maps of a 224 px image are 56, 28, 14 and 7 px
    @Test
    void convolutionsAreThoseOfResNet18() {
        assertThat(TuneKernels.convolutions(2, 224))
                .hasSize(11)
                .contains(
                        new ConvolutionSize(2, 3, 224, 224, 64, 7, 7, 2, 3),
                        new ConvolutionSize(2, 64, 56, 56, 64, 3, 3, 1, 1),
                        new ConvolutionSize(2, 256, 14, 14, 512, 3, 3, 2, 1),
                        new ConvolutionSize(2, 256, 14, 14, 512, 1, 1, 2, 0),
                        new ConvolutionSize(2, 512, 7, 7, 512, 3, 3, 1, 1));
    }

    /** For the convolutions of the narrowest network's first stage at 32 px. */
    private static Path table(String name, String algorithm) throws IOException {
        String line = CpuDevice.lanes() + ",forward,16,16,8,8,3,3,1,1," + algorithm + "\n";
        return Files.writeString(folder.resolve(name), HEAD + line);
    }

    private static Output train(Path out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "--no-progress", "--model", "two-head"));
        args.addAll(List.of("--data", data.toString(), "--out", out.toString()));
        args.addAll(List.of(
                "device=cpu:1", "data.size=32", "network.width=0.0625", "optimizer.batch=8", "optimizer.epochs=1"));
        args.addAll(List.of(more));
        return Output.of(args.toArray(String[]::new));
    }

    private static void assertRefused(Output output, String line) {
        assertThat(output.err().lines().toList()).last().isEqualTo("error: " + line);
        assertThat(output.out()).isEmpty();
        assertThat(output.code()).isEqualTo(2);
    }
}
