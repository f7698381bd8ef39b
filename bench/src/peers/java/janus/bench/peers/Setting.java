package janus.bench.peers;

import janus.launcher.Launcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the parties' processes are started: threads, instruction set, allocator. */
record Setting(int threads, boolean avx2) {
    private static final Path BUILT = Path.of("bench", "target", "peers").toAbsolutePath();
    private static final List<Path> JEMALLOC = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"),
            Path.of("/usr/lib64/libjemalloc.so.2"),
            Path.of("/usr/lib/libjemalloc.so.2"));

    /** Janus with the launcher's flags and a JVM as it comes; a peer in a JVM that keeps out of its way. */
    ProcessBuilder process(String party, String work) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ours(party) ? Launcher.flags(avx2 ? List.of("-XX:UseAVX=2") : List.of()) : peerFlags(party));
        command.addAll(List.of("-cp", classPath(), PartyMain.class.getName(), party, work, "" + threads));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!ours(party)) {
            builder.environment().putAll(environment());
        }
        return builder;
    }

    /** The environment of peers. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>(Map.of("OMP_NUM_THREADS", "" + threads));
        Path jemalloc = jemalloc();
        if (jemalloc == null) {
            variables.put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
            variables.put("THP_MEM_ALLOC_ENABLE", "1");
        } else {
            variables.put("LD_PRELOAD", jemalloc.toString());
            variables.put("MALLOC_CONF", "thp:always,metadata_thp:auto,dirty_decay_ms:-1,muzzy_decay_ms:-1");
        }
        if (avx2) {
            variables.put("ATEN_CPU_CAPABILITY", "avx2");
            variables.put("ONEDNN_MAX_CPU_ISA", "AVX2");
            variables.put("MKL_ENABLE_INSTRUCTIONS", "AVX2");
        }
        return variables;
    }

    /** The peers' allocator, in words. */
    String allocator() {
        return jemalloc() == null ? "glibc malloc, huge pages" : "jemalloc, huge pages";
    }

    private static @Nullable Path jemalloc() {
        return JEMALLOC.stream().filter(Files::exists).findFirst().orElse(null);
    }

    private static boolean ours(String party) {
        return party.equals("janus") || party.equals("peak");
    }

    private static List<String> peerFlags(String party) {
        List<String> flags = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.cachedir=" + BUILT.resolve("javacpp")));
        if (party.startsWith("libtorch")) {
            // PyTorch's own build before the binding's
            flags.add("-Djava.library.path=" + BUILT.resolve("libtorch/pytorch/cpu/linux-x86_64"));
            flags.add("-Dorg.bytedeco.javacpp.pathsFirst=true");
        }
        return flags;
    }

    private static String classPath() throws IOException {
        return BUILT.resolve("classes")
                + File.pathSeparator
                + Files.readString(BUILT.resolve("classpath")).strip();
    }
}
