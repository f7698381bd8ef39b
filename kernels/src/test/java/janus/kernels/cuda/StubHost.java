package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A host made of stub libraries under a folder, with its own home, temporary folder and python3. Programs look for CUDA
 * there in a process of their own, since a library that was loaded stays.
 */
final class StubHost {
    private final Path root;
    private final Path compiled;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options = new ArrayList<>();

    /** An empty one; what it compiles is kept in the second folder, for hosts that have the same. */
    StubHost(Path root, Path compiled) throws IOException {
        this.root = root;
        this.compiled = compiled;
        for (String folder : List.of("home", "temporary", "bin")) {
            Files.createDirectories(root.resolve(folder));
        }
        environment.put("HOME", root.resolve("home").toString());
        environment.put("PATH", root.resolve("bin").toString());
    }

    /** False, and says so loudly, where no stubs can be compiled. */
    static boolean possible() {
        try {
            return new ProcessBuilder("gcc", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            System.err.println("""
                    ##########################################################################################
                    # gcc is missing: no stub libraries, and the search for CUDA's libraries goes UNTESTED.
                    # Install it (Debian, Ubuntu: apt install gcc) and run the tests again.
                    ##########################################################################################""");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Path path(String file) {
        return root.resolve(file);
    }

    StubHost with(String variable, Path value) {
        environment.put(variable, value.toString());
        return this;
    }

    StubHost option(String option) {
        options.add(option);
        return this;
    }

    /** A python3 that imports from this folder, and leaves a mark when it is asked. */
    StubHost python(String site) throws IOException {
        Path script = Files.writeString(
                path("bin/python3"), "#!/bin/sh\n: > " + path("asked") + "\necho\necho " + path(site) + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return this;
    }

    /** A driver that takes this CUDA, as 1000·major + 10·minor. */
    StubHost driver(String folder, int cuda) throws IOException, InterruptedException {
        return library(folder, "libcuda.so.1", "int cuDriverGetVersion(int *v) { *v = " + cuda + "; return 0; }", "");
    }

    /** What CUDA's runtime compiler and cuBLAS bring; JCuda reads the version as the answer of cublasCreate. */
    StubHost toolkit(String folder, int cuda) throws IOException, InterruptedException {
        library(folder, "libnvrtc-builtins.so." + cuda + ".4", "int a;", "");
        library(folder, "libnvrtc.so." + cuda, "int a;", "");
        library(folder, "libcublasLt.so." + cuda, "int a;", "");
        String cublas = "libcublas.so." + cuda;
        return library(folder, cublas, "int cublasCreate_v2() { return " + cuda + "; }", cublas);
    }

    StubHost cudnn(String folder, int major) throws IOException, InterruptedException {
        String name = "libcudnn.so." + major;
        return library(folder, name, "unsigned long cudnnGetVersion() { return " + major * 10000 + "; }", name);
    }

    /** A file that is no library. */
    StubHost broken(String file) throws IOException {
        Files.createDirectories(path(file).getParent());
        Files.write(path(file), new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
        return this;
    }

    /** A library of this code, whose symbols all have the version {@code node}, unless that is empty. */
    private StubHost library(String folder, String name, String code, String node)
            throws IOException, InterruptedException {
        Path library = compiled.resolve(name + Integer.toHexString(code.hashCode()));
        if (!Files.exists(library)) {
            Path source = Files.writeString(path(name + ".c"), code);
            List<String> command = new ArrayList<>(List.of("gcc", "-w", "-shared", "-fPIC", "-Wl,-soname," + name));
            if (!node.isEmpty()) {
                Path versions = Files.writeString(path(name + ".versions"), node + " { *; };");
                command.add("-Wl,--version-script=" + versions);
            }
            command.addAll(List.of("-o", library.toString(), source.toString()));
            Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(gcc.getInputStream().readAllBytes(), UTF_8);
            assertThat(gcc.waitFor()).as(output).isZero();
        }
        Files.copy(library, Files.createDirectories(path(folder)).resolve(name), REPLACE_EXISTING);
        return this;
    }

    /** What {@link LoaderChild} prints on this host. */
    List<String> run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-Djava.io.tmpdir=" + path("temporary")));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoaderChild.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder child = new ProcessBuilder(command).redirectErrorStream(true);
        child.environment().clear();
        child.environment().putAll(environment);
        Process process = child.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        try (Stream<Path> left = Files.list(path("temporary"))) {
            // hsperfdata_USER is the JVM's
            assertThat(left.filter(file -> !file.getFileName().toString().startsWith("hsperfdata")))
                    .isEmpty();
        }
        return output.replace(root.toString(), "").lines().toList();
    }
}
