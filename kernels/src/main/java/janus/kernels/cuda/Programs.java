package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/** The kernels of this package, compiled to PTX ahead of time, a file for each family; loaded at first use. */
final class Programs implements AutoCloseable {
    private final Map<String, CUmodule> modules = new HashMap<>();
    private final Map<String, CUfunction> functions = new HashMap<>();

    CUfunction function(String family, String name) {
        CUfunction function = functions.get(name);
        if (function == null) {
            function = new CUfunction();
            CUmodule module = modules.computeIfAbsent(family, Programs::load);
            Driver.check(cuModuleGetFunction(function, module, name), "cuModuleGetFunction " + name);
            functions.put(name, function);
        }
        return function;
    }

    private static CUmodule load(String family) {
        CUmodule module = new CUmodule();
        try (InputStream in = Programs.class.getResourceAsStream(family + ".ptx")) {
            if (in == null) {
                throw new IllegalStateException("cuda: this build has no " + family
                        + ".ptx; run kernels/src/main/cuda/build.sh and build again");
            }
            byte[] text = in.readAllBytes();
            // the driver reads up to a zero
            Driver.check(cuModuleLoadData(module, Arrays.copyOf(text, text.length + 1)), "cuModuleLoadData " + family);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return module;
    }

    @Override
    public void close() {
        modules.values().forEach(module -> Driver.check(cuModuleUnload(module), "cuModuleUnload"));
        modules.clear();
        functions.clear();
    }
}
