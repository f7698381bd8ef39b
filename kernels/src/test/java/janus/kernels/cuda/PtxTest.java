package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX that is shipped: of the sources as they are, and such that the driver's assembler takes it. */
final class PtxTest {
    private static final Path SOURCES = Path.of("src/main/cuda");
    private static final Path SHIPPED = Path.of("src/main/resources/janus/kernels/cuda");
    /** What the assembler is asked for: the oldest GPU supported, and those people train on. */
    private static final List<String> GPUS = List.of("sm_80", "sm_89", "sm_90");

    @TempDir
    private static Path natives;

    @BeforeAll
    static void sayWhoAssembles() {
        // where JCuda unpacks the assembler: not into a file that all share
        String temporary = System.setProperty("java.io.tmpdir", natives.toString());
        int[] major = new int[1];
        int[] minor = new int[1];
        assertThat(JNvPTXCompiler.nvPTXCompilerGetVersion(major, minor)).isZero();
        System.setProperty("java.io.tmpdir", temporary);
        System.out.printf("PTX is assembled by nvPTXCompiler %d.%d, for %s%n", major[0], minor[0], GPUS);
    }

    private static List<String> names(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }

    static List<String> shipped() throws IOException {
        return names(SHIPPED, ".ptx");
    }

    @Test
    void eachSourceHasItsPtxAndNothingElseIsShipped() throws IOException {
        assertThat(shipped()).isNotEmpty().isEqualTo(names(SOURCES, ".cu"));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void ptxIsOfItsSourceAsItIs(String name) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (String header : names(SOURCES, ".cuh")) {
            sha.update(Files.readAllBytes(SOURCES.resolve(header + ".cuh")));
        }
        sha.update(Files.readAllBytes(SOURCES.resolve(name + ".cu")));
        try (Stream<String> lines = Files.lines(SHIPPED.resolve(name + ".ptx"))) {
            assertThat(lines.findFirst())
                    .as("%s.ptx is older than its source: run kernels/src/main/cuda/build.sh", name)
                    .hasValue("// sources " + HexFormat.of().formatHex(sha.digest()));
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void ptxAssembles(String name) throws IOException {
        String ptx = Files.readString(SHIPPED.resolve(name + ".ptx"));
        for (String gpu : GPUS) {
            assertThat(assemble(ptx, gpu)).as("%s.ptx for %s", name, gpu).isEmpty();
        }
    }

    /** What the assembler says against it; empty if it took the text and made a program of it. */
    private static String assemble(String ptx, String gpu) {
        byte[] text = ptx.getBytes(US_ASCII);
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        assertThat(JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, Arrays.copyOf(text, text.length + 1)))
                .isZero();
        try {
            if (JNvPTXCompiler.nvPTXCompilerCompile(compiler, 1, new String[] {"--gpu-name=" + gpu}) == 0) {
                long[] size = new long[1];
                assertThat(JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(compiler, size))
                        .isZero();
                assertThat(size[0]).isPositive();
                return "";
            }
            long[] size = new long[1];
            assertThat(JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size))
                    .isZero();
            byte[] log = new byte[Math.toIntExact(size[0]) + 1];
            assertThat(JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log)).isZero();
            return "refused: " + new String(log, US_ASCII).strip();
        } finally {
            JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".version 9.0", ".target sm_80\n.version 8.0"})
    void assemblerRefusesWhatADriverWould(String begin) {
        assertThat(assemble(begin + "\n.target sm_80\n.address_size 64\n.visible .entry f() { ret; }\n", "sm_80"))
                .startsWith("refused: ptxas");
        assertThat(assemble(".version 8.0\n.target sm_80\n.address_size 64\n.visible .entry f() { ret; }\n", "sm_80"))
                .isEmpty();
    }
}
