package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.BadKernelTable;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Tuner;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of cuDNN's engines run: those that give the same bits each time, of a table or else as cuDNN ranks them. */
class EmulatedEnginesTest {
    private static final ConvolutionSize Z = new ConvolutionSize(2, 16, 8, 8, 16, 3, 3, 1, 1);
    private static final String HEAD = String.join(",", EngineTable.COLUMNS) + "\n";
    /** The first of the emulated ones that is neither random nor refused, and the first with tensor cores. */
    private static final String PLAIN = "32";

    private static final String CORES = "33:2=1:13=0";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void load() {
        EmulatedDevices.load();
    }

    @Test
    void tensorCoresMultiplyWhereFloat32IsShortened() {
        assertThat(engine(null, "cuda:0", Z)).isEqualTo(PLAIN);
        assertThat(engine(null, "cuda:0:tf32", Z)).isEqualTo(CORES);
        assertThat(engine(null, "cuda:0:bf16", Z)).isEqualTo(CORES);
    }

    @Test
    void namedTableDecidesForItsStorageAndIsRecorded() throws IOException {
        Path table = table("bf16,forward,2,16,16,8,8,3,3,1,1,33:2=4:13=1\n");
        assertThat(engine(table, "cuda:0:bf16", Z)).isEqualTo("33:2=4:13=1");
        // another storage, or another size, takes the rule; another batch the choice for the nearest
        assertThat(engine(table, "cuda:0:tf32", Z)).isEqualTo(CORES);
        assertThat(engine(table, "cuda:0:bf16", new ConvolutionSize(2, 16, 9, 9, 16, 3, 3, 1, 1)))
                .isEqualTo(CORES);
        assertThat(engine(table, "cuda:0:bf16", new ConvolutionSize(5, 16, 8, 8, 16, 3, 3, 1, 1)))
                .isEqualTo("33:2=4:13=1");
        try (Device device = new CudaDevice(0, false, false, Normalizer.OWN, table);
                Device without = new CudaDevice(0, false)) {
            assertThat(device.kernelRecord()).matches("table\\.csv sha256:[0-9a-f]{64}");
            assertThat(device.description()).containsPattern("kernel table table\\.csv sha256:[0-9a-f]{12}$");
            assertThat(without.kernelRecord()).isNull();
        }
    }

    @Test
    void nearestBatchDecides() throws IOException {
        Path table = table("bf16,forward,2,16,16,8,8,3,3,1,1,33:2=4:13=1\nbf16,forward,32,16,16,8,8,3,3,1,1,32\n");
        for (int n : new int[] {1, 2, 7}) {
            assertThat(engine(table, "cuda:0:bf16", new ConvolutionSize(n, 16, 8, 8, 16, 3, 3, 1, 1)))
                    .isEqualTo("33:2=4:13=1");
        }
        assertThat(engine(table, "cuda:0:bf16", new ConvolutionSize(9, 16, 8, 8, 16, 3, 3, 1, 1)))
                .isEqualTo("32");
    }

    @ParameterizedTest
    @CsvSource({
        "30, random",
        "31, refused",
        "34, shortened",
        "999, unknown",
        "33:2=77:13=0, no such value",
        "33:3=1, no knob of it",
        "33:99=1, a later version's knob"
    })
    void whatMayNotRunOfATableTakesTheRule(String engine) throws IOException {
        assertThat(engine(table("bf16,forward,2,16,16,8,8,3,3,1,1," + engine + "\n"), "cuda:0:bf16", Z))
                .isEqualTo(CORES);
    }

    @Test
    void tableBringsNoTensorCoresToFloat32() throws IOException {
        assertThat(engine(table("float32,forward,2,16,16,8,8,3,3,1,1," + CORES + "\n"), "cuda:0", Z))
                .isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "float32,data,2,16,16,8,8,3,3,1,1,algo_0 | engine is 'algo_0'; write its number and knobs",
                "float32,data,2,16,16,8,8,3,3,1,1,33:2 | engine is '33:2'; write its number and knobs",
                "half,data,2,16,16,8,8,3,3,1,1,33 | storage is 'half'; write one of float32, tf32, bf16",
                "float32,data,2,16,16,8,8,3,3,0,1,33 | stride is '0'; write a whole number from 1",
                "float32,data,16,33 | 4 values for 12 columns"
            })
    void badLineIsRefusedByItsNumber(String line, String message) throws IOException {
        Path table = table("# a comment\n" + line + "\n");
        assertThatThrownBy(() -> new CudaDevice(0, false, false, Normalizer.OWN, table))
                .isInstanceOf(BadKernelTable.class)
                .hasMessageStartingWith(table + ":3: " + message);
    }

    @Test
    void tableForTheCpuIsRefused() throws IOException {
        Path table = Files.writeString(folder.resolve("cpu.csv"), "lanes,direction,c,k,h,w,r,s,stride,pad,algorithm\n");
        assertThatThrownBy(() -> new CudaDevice(0, false, false, Normalizer.OWN, table))
                .hasMessage(table + ":1: unknown column 'lanes'; write " + HEAD.strip());
    }

    @Test
    void whatWasMeasuredIsATable() throws IOException {
        Path file = folder.resolve("tuned.csv");
        try (Device device = new CudaDevice(0, true)) {
            Tuner tuner = device.tuner(List.of(Z, Z), 1);
            List<Tuner.Result> results = tuner.run(_ -> {});
            assertThat(results).extracting(Tuner.Result::before).containsExactly(CORES, CORES, CORES);
            assertThat(results)
                    .allSatisfy(result ->
                            assertThat(result.bestSeconds()).isPositive().isLessThanOrEqualTo(result.beforeSeconds()));
            assertThat(tuner.count()).isEqualTo(3);
            Files.writeString(file, tuner.csv(List.of("tuned")));
            assertThat(engine(file, "cuda:0:bf16", Z))
                    .isEqualTo(results.getFirst().best());
        }
        assertThat(Files.readAllLines(file))
                .hasSize(5)
                .startsWith("# tuned", HEAD.strip())
                .allMatch(line -> line.startsWith("#") || line.endsWith("engine") || line.startsWith("bf16,"));
    }

    @Test
    void everyTableThatIsBuiltInCanBeRead() throws Exception {
        URL folder = Objects.requireNonNull(EngineTable.class.getResource("engines"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".csv", "")))
                    .isNotEmpty()
                    .allSatisfy(gpu -> assertThat(EngineTable.builtIn(gpu))
                            .isNotNull()
                            .satisfies(table -> assertThat(table.choices()).isNotEmpty()));
        }
        assertThat(Objects.requireNonNull(EngineTable.builtIn("NVIDIA H200")).name())
                .isEqualTo("built-in");
        assertThat(EngineTable.builtIn("Emulated GPU")).isNull();
    }

    /** What y is computed by. */
    private static String engine(@Nullable Path table, String name, ConvolutionSize z) {
        try (CudaDevice device =
                new CudaDevice(0, name.contains("bf16"), name.contains("tf32"), Normalizer.OWN, table)) {
            ConvolutionGraph.Key key = new ConvolutionGraph.Key(z, DnnDirection.FORWARD, false);
            return device.dnn()
                    .engines()
                    .plan(device.dnn().handle(), key)
                    .engine()
                    .toString();
        }
    }

    private static Path table(String lines) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), HEAD + lines);
    }
}
