package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.BadKernelTable;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Tuner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of cuDNN's algorithms run: deterministic ones alone, of a table that is named or else of a fixed rule. */
class EmulatedAlgorithmsTest {
    private static final ConvolutionSize Z = new ConvolutionSize(2, 16, 8, 8, 16, 3, 3, 1, 1);
    private static final String HEAD = String.join(",", AlgorithmTable.COLUMNS) + "\n";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void load() {
        EmulatedDevices.load();
    }

    @Test
    void namedTableDecidesForItsStorageAndIsRecorded() throws IOException {
        Path table = table("float32,forward,16,16,8,8,3,3,1,1,implicit_gemm\n");
        assertThat(algorithm(table, false, Z)).isZero();
        // another storage, or another size, takes the rule; another batch does not
        assertThat(algorithm(table, true, Z)).isEqualTo(1);
        assertThat(algorithm(table, false, new ConvolutionSize(2, 16, 9, 9, 16, 3, 3, 1, 1)))
                .isEqualTo(1);
        assertThat(algorithm(table, false, new ConvolutionSize(5, 16, 8, 8, 16, 3, 3, 1, 1)))
                .isZero();
        assertThat(algorithm(null, false, Z)).isEqualTo(1);
        try (Device device = new CudaDevice(0, false, false, table);
                Device without = new CudaDevice(0, false)) {
            assertThat(device.kernelRecord()).matches("table\\.csv sha256:[0-9a-f]{64}");
            assertThat(device.description()).containsPattern("kernel table table\\.csv sha256:[0-9a-f]{12}$");
            assertThat(without.kernelRecord()).isNull();
        }
    }

    @Test
    void whatCudnnRefusesOfATableTakesTheRule() throws IOException {
        // transforms take no maps with channels last
        assertThat(algorithm(table("float32,forward,16,16,8,8,3,3,1,1,winograd\n"), false, Z))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "float32,data,16,16,8,8,3,3,1,1,algo_0 | algo_0 adds up in any order, so that no run could be repeated",
                "bf16,filter,16,16,8,8,3,3,1,1,algo_3 | algo_3 adds up in any order",
                "float32,data,16,16,8,8,3,3,1,1,implicit_gemm | algorithm is 'implicit_gemm'; write one of algo_0,"
                        + " algo_1",
                "half,data,16,16,8,8,3,3,1,1,algo_1 | storage is 'half'; write one of float32, tf32, bf16",
                "float32,data,16,16,8,8,3,3,0,1,algo_1 | stride is '0'; write a whole number from 1",
                "float32,data,16,algo_1 | 4 values for 11 columns"
            })
    void badLineIsRefusedByItsNumber(String line, String message) throws IOException {
        Path table = table("# a comment\n" + line + "\n");
        assertThatThrownBy(() -> new CudaDevice(0, false, false, table))
                .isInstanceOf(BadKernelTable.class)
                .hasMessageStartingWith(table + ":3: " + message);
    }

    @Test
    void tableForTheCpuIsRefused() throws IOException {
        Path table = Files.writeString(folder.resolve("cpu.csv"), "lanes,direction,c,k,h,w,r,s,stride,pad,algorithm\n");
        assertThatThrownBy(() -> new CudaDevice(0, false, false, table))
                .hasMessage(table + ":1: unknown column 'lanes'; write " + HEAD.strip());
    }

    @Test
    void fastestDeterministicAlgorithmsAreATable() throws IOException {
        Path file = folder.resolve("tuned.csv");
        try (Device device = new CudaDevice(0, true)) {
            Tuner tuner = device.tuner(List.of(Z, Z), 1);
            List<Tuner.Result> results = tuner.run(_ -> {});
            // the emulated algorithms are the faster the lower their number
            assertThat(results).extracting(Tuner.Result::best).containsExactly("implicit_gemm", "algo_1", "algo_1");
            assertThat(results)
                    .extracting(Tuner.Result::before)
                    .containsExactly("implicit_precomp_gemm", "algo_1", "algo_1");
            assertThat(results.getFirst().bestSeconds()).isEqualTo(1e-3);
            assertThat(tuner.count()).isEqualTo(3);
            Files.writeString(file, tuner.csv(List.of("tuned")));
        }
        assertThat(file)
                .hasContent("# tuned\n" + HEAD + "bf16,forward,16,16,8,8,3,3,1,1,implicit_gemm\n"
                        + "bf16,data,16,16,8,8,3,3,1,1,algo_1\nbf16,filter,16,16,8,8,3,3,1,1,algo_1\n");
        assertThat(algorithm(file, true, Z)).isZero();
    }

    /** The number of the algorithm that y is computed by. */
    private static int algorithm(@Nullable Path table, boolean bf16, ConvolutionSize z) {
        try (CudaDevice device = new CudaDevice(0, bf16, false, table)) {
            return device.dnn().plan(z).choice(DnnDirection.FORWARD).algorithm();
        }
    }

    private static Path table(String lines) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), HEAD + lines);
    }
}
