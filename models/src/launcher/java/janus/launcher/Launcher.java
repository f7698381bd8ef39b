package janus.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Starts the program in a child process on a JDK that is new enough, with the flags it needs and the caller's own -X,
 * -D and -ea. The child owns the terminal; its exit code is this process's, and signals sent to this process reach it.
 */
public final class Launcher {
    private static final String MAIN = "janus.models.cli.Main";
    private static final int SIGINT_EXIT = 130;
    private static final int SIGTERM_EXIT = 143;

    private static final List<String> ALWAYS = Arrays.asList(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            // arrays' numbers then lie where kernels expect them: no vector in two lines of a cache
            "-XX:ObjectAlignmentInBytes=64",
            // a tile's maps are compiled each for itself: several in one method are more than C2 inlines
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=dontinline,janus.kernels.cpu.*::*Tile",
            "-Djava.awt.headless=true",
            // files and their names have the same digits and points everywhere
            "-Duser.language.format=en",
            "-Duser.country.format=US",
            // tells the child to end when this process is gone
            "-Djanus.launched=true");

    private Launcher() {}

    public static void main(String[] args) throws IOException, InterruptedException, URISyntaxException {
        Jdk jdk = Jdk.find();
        if (jdk == null) {
            System.err.println("error: Java " + System.getProperty("java.version") + ": a JDK " + Jdk.LEAST
                    + " or newer is needed and none was found; " + Jdk.remedy());
            System.exit(2);
            return;
        }
        List<String> command = new ArrayList<String>();
        command.add(jdk.java().getPath());
        command.addAll(flags(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        File jar = new File(Launcher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        command.add("-cp");
        command.add(jar.getPath());
        command.add(program(jar));
        command.addAll(Arrays.asList(args));
        Process child = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(child)));
        System.exit(child.waitFor());
    }

    /** The class that the jar's manifest names as {@code Program-Class}, else the command line. */
    private static String program(File jar) throws IOException {
        if (!jar.isFile()) {
            return MAIN;
        }
        try (JarFile file = new JarFile(jar)) {
            String named = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue("Program-Class");
            return named == null ? MAIN : named;
        }
    }

    /** What the program is started with. The caller's own flags come last: where they contradict ours, they win. */
    public static List<String> flags(List<String> given) {
        List<String> flags = new ArrayList<String>(ALWAYS);
        boolean heap = false;
        boolean collector = false;
        for (String flag : given) {
            heap |= flag.startsWith("-Xmx") || flag.startsWith("-XX:MaxRAM") || flag.startsWith("-XX:MaxHeapSize");
            collector |= flag.matches("-XX:[+-]Use\\w+GC");
        }
        if (!heap) {
            // the JVM measures memory itself, and minds the cgroup's limit; what remains is for code, threads and files
            flags.add("-XX:MaxRAMPercentage=75");
            // what dies young is small; more room would be filled with feature maps, and never be given back
            flags.add("-Xmn32m");
        }
        if (!collector) {
            // large float arrays that live long: throughput counts, and barriers in kernels cost
            flags.add("-XX:+UseParallelGC");
        }
        if (offersHugePages()) {
            // feature maps are tens of megabytes: with small pages a tenth of the time goes into finding them
            flags.add("-XX:+UseTransparentHugePages");
        }
        for (String flag : given) {
            if (flag.startsWith("-X") || flag.startsWith("-D") || flag.matches("-(ea|da|esa|dsa|enable|disable).*")) {
                flags.add(flag);
            }
        }
        return flags;
    }

    /** Whether Linux gives large pages to who asks; where it never does, the JVM would print a warning. */
    private static boolean offersHugePages() {
        try {
            byte[] setting = Files.readAllBytes(Paths.get("/sys/kernel/mm/transparent_hugepage/enabled"));
            return !new String(setting, StandardCharsets.US_ASCII).contains("[never]");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs when a signal ends this process: the child is asked to stop, and has the time it needs to save. Unless it
     * failed in that, this process exits with its own signal's code.
     */
    private static void stop(Process child) {
        child.destroy();
        try {
            int code = child.waitFor();
            if (code != SIGINT_EXIT && code != SIGTERM_EXIT) {
                Runtime.getRuntime().halt(code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
