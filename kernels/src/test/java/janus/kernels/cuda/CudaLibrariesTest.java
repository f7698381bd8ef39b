package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded on hosts of many kinds, and the one line about each that lacks something. */
final class CudaLibrariesTest {
    private static final String DRIVERS = "usr/local/nvidia/lib64";
    private static final String CUDA12 = "usr/local/cuda-12.4/lib64";
    private static final String SITE = "venv/lib/python3.12/site-packages";

    @TempDir
    private static Path compiled;

    @TempDir
    private Path root;

    private StubHost host;

    @BeforeAll
    static void needsACompiler() {
        // the stub hosts' libraries are compiled here; without a compiler the report says what was left out
        assumeTrue(StubHost.possible(), "gcc is missing");
    }

    @BeforeEach
    void build() throws IOException {
        host = new StubHost(root, compiled);
    }

    private List<String> run() throws IOException, InterruptedException {
        return host.run("tree", root.toString());
    }

    @Test
    void hostOfCuda12NeedsNoSetting() throws Exception {
        host.driver(DRIVERS, 12040).toolkit(CUDA12, 12).cudnn(CUDA12, 9);
        List<String> printed = run();
        assertThat(printed)
                .startsWith(
                        "driver: /usr/local/nvidia/lib64/libcuda.so.1",
                        "builtins: /usr/local/cuda-12.4/lib64/libnvrtc-builtins.so.12.4",
                        "nvrtc: /usr/local/cuda-12.4/lib64/libnvrtc.so.12",
                        "cublaslt: /usr/local/cuda-12.4/lib64/libcublasLt.so.12",
                        "cublas: /usr/local/cuda-12.4/lib64/libcublas.so.12",
                        "cudnn: /usr/local/cuda-12.4/lib64/libcudnn.so.9")
                .endsWith("answers: 12040 12 90000")
                .hasSize(8);
        assertThat(printed.get(6)).startsWith("jcuda: CUDA 12, /home/.cache/janus/natives/");
    }

    @Test
    void hostOfWheelsForCuda13NeedsNoSetting() throws Exception {
        host.driver(DRIVERS, 13000).python(SITE);
        host.toolkit(SITE + "/nvidia/cu13/lib", 13).cudnn(SITE + "/nvidia/cudnn/lib", 9);
        List<String> printed = run();
        assertThat(printed)
                .contains(
                        "builtins: /venv/lib/python3.12/site-packages/nvidia/cu13/lib/libnvrtc-builtins.so.13.4",
                        "cublas: /venv/lib/python3.12/site-packages/nvidia/cu13/lib/libcublas.so.13",
                        "cudnn: /venv/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn.so.9",
                        "answers: 13000 13 90000");
        Path native13 = root.resolve(printed.get(6).substring("jcuda: CUDA 13, /".length()))
                .resolve("libJCublas2-12.6.0-linux-x86_64.so");
        assertThat(new Elf(Files.readAllBytes(native13)).needed()).contains("libcublas.so.13");
    }

    @Test
    void wheelsOfAVirtualEnvironmentAndOfTheUserAreFound() throws Exception {
        host.driver(DRIVERS, 12040).with("VIRTUAL_ENV", host.path("venv"));
        host.toolkit(SITE + "/nvidia/cublas/lib", 12);
        host.cudnn("home/.local/lib/python3.9/site-packages/nvidia/cudnn/lib", 9);
        assertThat(run())
                .contains("cudnn: /home/.local/lib/python3.9/site-packages/nvidia/cudnn/lib/libcudnn.so.9")
                .endsWith("answers: 12040 12 90000");
    }

    @Test
    void newestToolkitThatTheDriverTakesIsTaken() throws Exception {
        host.driver(DRIVERS, 12080);
        for (String version : List.of("12.9", "12.10")) {
            String folder = "usr/local/cuda-" + version + "/lib64";
            host.toolkit(folder, 12).cudnn(folder, 9);
        }
        host.toolkit("usr/local/cuda-13.0/lib64", 13);
        assertThat(run())
                .contains("cublas: /usr/local/cuda-12.10/lib64/libcublas.so.12")
                .endsWith("answers: 12080 12 90000");
    }

    @Test
    void folderNamedByThePropertyComesFirst() throws Exception {
        host.driver(DRIVERS, 13000).driver("own", 12060);
        host.toolkit(CUDA12, 12).cudnn(CUDA12, 9).toolkit("own", 12);
        host.option("-Djanus.cuda.path=" + host.path("nowhere") + ":" + host.path("own"));
        assertThat(run())
                .contains(
                        "driver: /own/libcuda.so.1",
                        "cublas: /own/libcublas.so.12",
                        "cudnn: /usr/local/cuda-12.4/lib64/libcudnn.so.9",
                        "answers: 12060 12 90000");
    }

    @Test
    void librariesOfTheSystemsLoaderAreFound() throws Exception {
        host.driver("lib", 13000).toolkit("lib", 13).cudnn("lib", 9).with("LD_LIBRARY_PATH", host.path("lib"));
        assertThat(host.run("system", root.toString()))
                .contains("driver: /lib/libcuda.so.1", "cublas: /lib/libcublas.so.13", "answers: 13000 13 90000");
    }

    @Test
    void hostWithoutADriverIsToldSoAndAskedNoFurther() throws Exception {
        host.toolkit(CUDA12, 12).cudnn(CUDA12, 9).python(SITE);
        String what = "libcuda.so.1 is not in /usr/local/nvidia/lib64, /usr/lib/wsl/lib";
        assertThat(run())
                .containsExactly(
                        "driver is missing: " + what,
                        "error: " + what + "; on a machine with an NVIDIA GPU, install its driver, 525 or newer");
        assertThat(host.path("asked")).doesNotExist();
        assertThat(host.path("home/.cache")).doesNotExist();
    }

    @Test
    void hostOfADriverAloneIsToldWhatElseToInstall() throws Exception {
        host.driver(DRIVERS, 13000);
        String places = "is not in Python's nvidia/*/lib, /usr/local/cuda*/lib64";
        assertThat(run())
                .containsExactly(
                        "driver: /usr/local/nvidia/lib64/libcuda.so.1",
                        "builtins is missing: libnvrtc-builtins.so.13.* " + places,
                        "nvrtc is missing: libnvrtc.so.13 " + places,
                        "cublaslt is missing: libcublasLt.so.13 " + places,
                        "cublas is missing: libcublas.so.13 " + places,
                        "cudnn is missing: libcudnn.so.9 " + places,
                        "error: libcublasLt.so.13 " + places
                                + "; pip install nvidia-cublas, or name their folder: -Djanus.cuda.path=FOLDER");
    }

    @Test
    void runtimeCompilerIsNoMust() throws Exception {
        host.driver(DRIVERS, 12040).toolkit(CUDA12, 12).cudnn(CUDA12, 9);
        Files.delete(host.path(CUDA12 + "/libnvrtc.so.12"));
        assertThat(run())
                .contains("nvrtc is missing: libnvrtc.so.12 is not in Python's nvidia/*/lib, /usr/local/cuda*/lib64")
                .endsWith("answers: 12040 12 90000");
    }

    @Test
    void brokenLibraryIsNamedWithTheReason() throws Exception {
        host.driver(DRIVERS, 12040).toolkit(CUDA12, 12).cudnn(CUDA12, 9).broken(CUDA12 + "/libcublas.so.12");
        String what = "/usr/local/cuda-12.4/lib64/libcublas.so.12: file too short";
        assertThat(run())
                .contains("cublas is missing: " + what, "cudnn: /usr/local/cuda-12.4/lib64/libcudnn.so.9")
                .endsWith("error: " + what
                        + "; pip install nvidia-cublas-cu12, or name their folder: -Djanus.cuda.path=FOLDER");
    }

    @Test
    void brokenDriverIsNamedWithTheReason() throws Exception {
        host.broken(DRIVERS + "/libcuda.so.1");
        assertThat(run())
                .endsWith("error: /usr/local/nvidia/lib64/libcuda.so.1: file too short"
                        + "; on a machine with an NVIDIA GPU, install its driver, 525 or newer");
    }

    @Test
    void brokenLibraryGivesWayToAWholeOneElsewhere() throws Exception {
        host.driver(DRIVERS, 12040).toolkit(CUDA12, 12).cudnn(CUDA12, 9).broken("own/libcudnn.so.9");
        host.option("-Djanus.cuda.path=" + host.path("own"));
        assertThat(run())
                .contains("cudnn: /usr/local/cuda-12.4/lib64/libcudnn.so.9")
                .endsWith("answers: 12040 12 90000");
    }

    @Test
    void librariesOfOtherVersionsAreNamed() throws Exception {
        host.driver(DRIVERS, 12040).toolkit(CUDA12, 12).cudnn(CUDA12, 8);
        assertThat(run())
                .endsWith("error: libcudnn.so.9 is not in Python's nvidia/*/lib, /usr/local/cuda*/lib64, but"
                        + " /usr/local/cuda-12.4/lib64/libcudnn.so.8 is there; pip install nvidia-cudnn-cu12,"
                        + " or name their folder: -Djanus.cuda.path=FOLDER");
    }

    @Test
    void driverForCuda12TakesNoLibraryOfCuda13() throws Exception {
        host.driver(DRIVERS, 12040).toolkit("usr/local/cuda-13.0/lib64", 13).cudnn("usr/local/cuda-13.0/lib64", 9);
        assertThat(run())
                .endsWith("error: libcublasLt.so.12 is not in Python's nvidia/*/lib, /usr/local/cuda*/lib64, but"
                        + " /usr/local/cuda-13.0/lib64/libcublasLt.so.13 is there; pip install nvidia-cublas-cu12,"
                        + " or name their folder: -Djanus.cuda.path=FOLDER");
    }

    @Test
    void driverOlderThanCuda12IsRefused() throws Exception {
        host.driver(DRIVERS, 11040).toolkit(CUDA12, 12).cudnn(CUDA12, 9);
        String what = "/usr/local/nvidia/lib64/libcuda.so.1 is for CUDA 11.4";
        assertThat(run())
                .containsExactly(
                        "driver is missing: " + what,
                        "error: " + what + "; on a machine with an NVIDIA GPU, install its driver, 525 or newer");
    }

    @Test
    void nativesThatWereCutShortAreWrittenAgain() throws Exception {
        host.driver(DRIVERS, 12040).toolkit(CUDA12, 12).cudnn(CUDA12, 9);
        Path natives = root.resolve(run().get(6).substring("jcuda: CUDA 12, /".length()));
        for (String name : List.of("JCudaDriver", "JCublas2", "JCudnn")) {
            Files.write(natives.resolve("lib" + name + "-12.6.0-linux-x86_64.so"), new byte[99]);
        }
        assertThat(run()).endsWith("answers: 12040 12 90000");
        try (Stream<Path> files = Files.list(natives)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void hostWhoseHomeCannotBeWrittenKeepsNothing() throws Exception {
        host.driver(DRIVERS, 12040).toolkit(CUDA12, 12).cudnn(CUDA12, 9);
        host.with("HOME", Files.writeString(host.path("file"), ""));
        List<String> printed = run();
        assertThat(printed).endsWith("answers: 12040 12 90000");
        assertThat(printed.get(6)).startsWith("jcuda: CUDA 12, /temporary/janus-natives-");
    }

    @Test
    void manyThreadsAtOnceLoadOnce() throws Exception {
        host.driver("own", 12060).toolkit("own", 12).cudnn("own", 9);
        host.option("-Djanus.cuda.path=" + host.path("own"));
        assertThat(host.run("threads")).containsExactly("[loaded]", "answers: 12060 12 90000");
    }

    @Test
    void everyCallAnswersWhatTheFirstFoundMissing() throws Exception {
        host.driver("own", 11000);
        host.option("-Djanus.cuda.path=" + host.path("own"));
        assertThat(host.run("threads"))
                .containsExactly("[/own/libcuda.so.1 is for CUDA 11.0; on a machine with an NVIDIA GPU, install its"
                        + " driver, 525 or newer]");
    }
}
