package janus.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;

/** JCuda's own native libraries: out of the jar into a private folder, and loaded. */
final class JcudaNatives {
    /** What JCuda was compiled for. */
    private static final int CUDA = 12;

    private static final String CUBLAS = "libcublas.so.";
    private static final List<String> NAMES = List.of("JCudaDriver", "JCublas2", "JCudnn");

    private JcudaNatives() {}

    /** Loads them on top of NVIDIA's libraries of that CUDA, which are open. Returns the folder they were taken from. */
    static Path load(int cuda, Map<String, String> environment) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (String name : NAMES) {
            byte[] library = read(file(name));
            boolean relink = name.equals("JCublas2") && cuda != CUDA;
            files.put(file(name), relink ? new Elf(library).relinked(CUBLAS + CUDA, CUBLAS + cuda) : library);
        }
        try (PrivateFolder folder = PrivateFolder.of(files, environment)) {
            for (String file : files.keySet()) {
                open(folder.path().resolve(file));
            }
            initialize(folder.path());
            return folder.path();
        } catch (IOException e) {
            throw new CudaUnavailable(
                    "JCuda's natives cannot be written: " + e.getMessage(), "set XDG_CACHE_HOME to a folder of yours");
        }
    }

    private static void open(Path library) {
        try {
            System.load(library.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new CudaUnavailable(
                    "JCuda's native library cannot be loaded: " + e.getMessage(),
                    "install again what it names or, if its disk is noexec, set XDG_CACHE_HOME");
        }
    }

    /**
     * JCuda's classes load their library when they are initialized: from a file of a fixed name in the folder for
     * temporary files, which they take if it exists. For as long as they do that, that folder is the private one, and
     * the file is loaded already.
     */
    private static void initialize(Path folder) {
        String temporary = System.setProperty("java.io.tmpdir", folder.toString());
        try {
            JCudaDriver.setExceptionsEnabled(false);
            JCublas2.setExceptionsEnabled(false);
            JCudnn.setExceptionsEnabled(false);
        } finally {
            System.setProperty("java.io.tmpdir", temporary == null ? "/tmp" : temporary);
        }
    }

    private static String file(String name) {
        return LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(name + "-" + JCudaVersion.get()));
    }

    private static byte[] read(String file) {
        try (InputStream in = JCudaDriver.class.getResourceAsStream("/lib/" + file)) {
            if (in == null) {
                throw new CudaUnavailable("this build has no " + file, "add JCuda's natives to the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new CudaUnavailable(file + " cannot be read: " + e.getMessage(), "build or copy the jar again");
        }
    }
}
