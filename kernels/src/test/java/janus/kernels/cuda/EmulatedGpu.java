package janus.kernels.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder with {@code libcuda.so.1}, {@code libcudnn.so.9} and {@code libcublas.so.12} that compute on the host what a
 * CUDA device would: the emulation in {@code src/test/cuda} and this project's own kernels, compiled by g++. What JCuda
 * asks of these libraries and nothing emulates answers "not supported" and says its name.
 */
public final class EmulatedGpu {
    private EmulatedGpu() {}

    /** True where g++ is there; else says loudly, once, that CUDA goes untested. */
    public static boolean possible() {
        return Compiler.FOUND;
    }

    /** The folder of the libraries; compiles what changed since any process last did. */
    public static Path libraries() {
        return Built.FOLDER;
    }

    /** Loads the libraries into this process by way of the loader that loads NVIDIA's, and JCuda on top of them. */
    public static Emulation load() {
        return Loaded.EMULATION;
    }

    private static final class Compiler {
        static final boolean FOUND = found();

        private static boolean found() {
            try {
                EmulatedGpuBuild.run(Path.of("."), List.of("g++", "--version"));
                return true;
            } catch (UncheckedIOException e) {
                System.err.println("""
                        ######################################################################################
                        # g++ is missing: the emulated GPU cannot be compiled, and the CUDA device goes
                        # UNTESTED. Install it (Debian, Ubuntu: apt install g++) and run the tests again.
                        ######################################################################################""");
                return false;
            }
        }
    }

    private static final class Built {
        static final Path FOLDER = build();

        private static Path build() {
            Path here = Path.of("").toAbsolutePath();
            Path module = Files.isDirectory(here.resolve("src/test/cuda")) ? here : here.resolveSibling("kernels");
            try {
                return new EmulatedGpuBuild(module).folder();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Loaded {
        static final Emulation EMULATION = load();

        private static Emulation load() {
            Path folder = libraries();
            String before = System.setProperty(Place.PROPERTY, folder.toString());
            try {
                Path cache = folder.resolveSibling("jcuda");
                CudaUnavailable failure = CudaLibraries.load(folder, Map.of("XDG_CACHE_HOME", cache.toString()), false)
                        .failure();
                if (failure != null) {
                    throw failure;
                }
                return new Emulation(folder);
            } finally {
                if (before == null) {
                    System.clearProperty(Place.PROPERTY);
                } else {
                    System.setProperty(Place.PROPERTY, before);
                }
            }
        }
    }
}
