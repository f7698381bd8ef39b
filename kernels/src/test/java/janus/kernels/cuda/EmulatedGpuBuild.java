package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.JCudaVersion;

/** Compiles the emulation and the kernels of a module, and links them as the libraries that JCuda asks for. */
final class EmulatedGpuBuild {
    private static final List<String> FLAGS = List.of("-std=c++17", "-O2", "-fPIC", "-fvisibility=hidden", "-Wall");
    /** Inside kernels alone: what these find stops the launch and names the line. */
    private static final List<String> CHECKED =
            List.of("-fsanitize=bounds,alignment,shift,signed-integer-overflow,integer-divide-by-zero", "-Wno-unused");

    private final Path emulation;
    private final Path kernels;
    private final Path target;

    EmulatedGpuBuild(Path module) {
        this.emulation = module.resolve("src/test/cuda");
        this.kernels = module.resolve("src/main/cuda");
        this.target = module.resolve("target/emulated-gpu");
    }

    /** A library: its file, the native of JCuda that needs it, the answer of what is missing, and its version node. */
    private record Library(String file, String jcuda, String prefix, int missing, Optional<String> node) {
        /** An object belongs to the library whose name its own begins with; what is left is the driver's. */
        boolean owns(Path object) {
            String name = object.getFileName().toString();
            return prefix.equals("cu") ? !name.matches("(cudnn|cublas).*") : name.startsWith(prefix);
        }
    }

    private static final List<Library> LIBRARIES = List.of(
            new Library("libcuda.so.1", "JCudaDriver", "cu", 801, Optional.empty()),
            new Library("libcudnn.so.9", "JCudnn", "cudnn", 3000, Optional.of("libcudnn.so.9")),
            new Library("libcublas.so.12", "JCublas2", "cublas", 15, Optional.of("libcublas.so.12")));

    /** The folder of the libraries; what did not change since it was compiled is not compiled again. */
    Path folder() throws IOException {
        String compiler = run(emulation, List.of("g++", "--version")) + FLAGS + CHECKED;
        List<Path> sources = sources();
        Digest all = new Digest(compiler);
        for (Path source : sources) {
            all.add(source.getFileName().toString().getBytes(UTF_8));
            all.add(Files.readAllBytes(source));
        }
        for (Library library : LIBRARIES) {
            all.add(nativeOf(library));
        }
        Path done = target.resolve(all.hex());
        if (Files.isDirectory(done)) {
            return done;
        }
        Files.createDirectories(target.resolve("objects"));
        Path work = Files.createTempDirectory(target, "building");
        List<Path> objects = objects(sources, compiler, work);
        Path libraries = Files.createDirectory(work.resolve("libraries"));
        for (Library library : LIBRARIES) {
            link(library, objects, libraries);
        }
        run(libraries, List.of("g++", "-shared", "-Wl,-soname,libcublasLt.so.12", "-o", "libcublasLt.so.12"));
        publish(libraries, done);
        delete(work);
        return done;
    }

    private List<Path> objects(List<Path> sources, String compiler, Path work) throws IOException {
        List<Path> units = new ArrayList<>();
        for (Path source : sources) {
            if (source.toString().endsWith(".cu")) {
                units.add(new KernelUnit(source, emulation, kernels).write(work));
            } else if (source.toString().endsWith(".cpp")) {
                units.add(source);
            }
        }
        return units.stream()
                .parallel()
                .map(unit -> compile(unit, compiler, sources))
                .toList();
    }

    private static void publish(Path libraries, Path done) throws IOException {
        try {
            Files.move(libraries, done, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // another process may have been faster, with the same libraries
            if (!Files.isDirectory(done)) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path folder : List.of(emulation, kernels)) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().matches(".*\\.(cpp|h|cu|cuh)"))
                            .sorted()
                            .forEach(sources::add);
                }
            }
        }
        return sources;
    }

    /** The object of a unit, compiled unless the unit, the headers and the compiler are as before. */
    private Path compile(Path unit, String compiler, List<Path> sources) {
        try {
            Digest digest = new Digest(compiler);
            digest.add(Files.readAllBytes(unit));
            for (Path source : sources) {
                if (source.toString().endsWith(".h")) {
                    digest.add(Files.readAllBytes(source));
                }
            }
            String name = unit.getFileName().toString().replaceFirst("\\..*", "");
            Path object = target.resolve("objects").resolve(name + "-" + digest.hex() + ".o");
            if (!Files.exists(object)) {
                Path fresh = Files.createTempFile(target, name, ".o");
                List<String> command = new ArrayList<>(List.of("g++"));
                command.addAll(FLAGS);
                if (unit.toString().endsWith(".ii")) {
                    command.addAll(CHECKED);
                }
                command.addAll(List.of("-c", unit.toString(), "-o", fresh.toString()));
                run(target, command);
                Files.move(fresh, object, StandardCopyOption.ATOMIC_MOVE);
            }
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void link(Library library, List<Path> objects, Path folder) throws IOException {
        List<Path> own = objects.stream().filter(library::owns).toList();
        List<String> command = new ArrayList<>(List.of("g++"));
        command.addAll(FLAGS);
        command.addAll(List.of("-shared", "-Wl,-z,defs", "-Wl,-soname," + library.file(), "-o", library.file()));
        command.add(missing(library, own, folder).toString());
        own.forEach(object -> command.add(object.toString()));
        if (library.node().isPresent()) {
            Path versions = folder.resolve(library.prefix() + ".versions");
            Files.writeString(versions, library.node().get() + " { global: " + library.prefix() + "*; local: *; };\n");
            command.addAll(List.of("-Wl,--version-script=" + versions, "-Wl,-rpath,$ORIGIN", "libcuda.so.1"));
        }
        run(folder, command);
    }

    /** A source that defines what JCuda's native needs and none of the objects has. */
    private Path missing(Library library, List<Path> own, Path folder) throws IOException {
        Path asking = Files.write(folder.resolve("asking.so"), nativeOf(library));
        Set<String> names = symbols(folder, library.prefix(), List.of("-D", "--undefined-only", asking.toString()));
        Files.delete(asking);
        for (Path object : own) {
            names.removeAll(symbols(folder, library.prefix(), List.of("--defined-only", "-g", object.toString())));
        }
        String text = names.stream()
                .map(name -> "MISSING(" + name + ", " + library.missing() + ")\n")
                .collect(Collectors.joining("", "#include \"" + emulation.resolve("missing.h") + "\"\n", ""));
        return Files.writeString(folder.resolve("missing-" + library.prefix() + ".cpp"), text);
    }

    private static Set<String> symbols(Path folder, String prefix, List<String> options) {
        List<String> command = new ArrayList<>(List.of("nm"));
        command.addAll(options);
        return Arrays.stream(run(folder, command).split("\n"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1).replaceFirst("@.*", ""))
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] nativeOf(Library library) throws IOException {
        String name = "/lib/lib" + library.jcuda() + "-" + JCudaVersion.get() + "-linux-x86_64.so";
        try (InputStream in = EmulatedGpuBuild.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path; add org.jcuda's natives for linux-x86_64");
            }
            return in.readAllBytes();
        }
    }

    /** The command's output; an error that holds it where the command fails. */
    static String run(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
