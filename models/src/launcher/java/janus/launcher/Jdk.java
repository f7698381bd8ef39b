package janus.launcher;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Java home with its major version. */
final class Jdk {
    static final int LEAST = 25;

    private final File home;
    private final int major;

    Jdk(File home, int major) {
        this.home = home;
        this.major = major;
    }

    File java() {
        return new File(home, windows() ? "bin\\java.exe" : "bin/java");
    }

    /**
     * The JDK to use: this process's own, else the environment's, else the oldest that is new enough among the usual
     * folders (the version that is tested most); null if there is none.
     */
    static Jdk find() {
        List<File> named = new ArrayList<File>();
        named.add(new File(System.getProperty("java.home")));
        for (String variable : new String[] {"JAVA_HOME", "JDK_HOME"}) {
            if (System.getenv(variable) != null) {
                named.add(new File(System.getenv(variable)));
            }
        }
        for (File home : named) {
            Jdk jdk = at(home);
            if (jdk != null) {
                return jdk;
            }
        }
        Jdk best = null;
        for (File home : usual(new File(System.getProperty("user.home")))) {
            Jdk jdk = at(home);
            if (jdk != null && (best == null || jdk.major < best.major)) {
                best = jdk;
            }
        }
        return best;
    }

    /** The JDK in {@code home} if its {@code release} file says that it is new enough and whole, else null. */
    static Jdk at(File home) {
        File release = new File(home, "release");
        if (!release.isFile()) {
            return null;
        }
        int major = 0;
        boolean vector = true;
        try (BufferedReader lines = Files.newBufferedReader(release.toPath(), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("JAVA_VERSION=")) {
                    major = major(line.substring(line.indexOf('=') + 1).replace("\"", ""));
                } else if (line.startsWith("MODULES=")) {
                    vector = line.contains("jdk.incubator.vector");
                }
            }
        } catch (IOException e) {
            return null; // unreadable: as good as absent
        }
        Jdk jdk = new Jdk(home, major);
        return major >= LEAST && vector && jdk.java().canExecute() ? jdk : null;
    }

    /** 25 of {@code 25.0.1}; 0 where there is no number, and for {@code 1.8}, which is too old in any case. */
    static int major(String version) {
        String digits = version.replaceFirst("[^0-9].*", "");
        return digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
    }

    private static List<File> usual(File user) {
        List<File> homes = new ArrayList<File>();
        children(new File("/usr/lib/jvm"), "", homes);
        children(new File("/usr/lib64/jvm"), "", homes);
        children(new File("/usr/java"), "", homes);
        children(new File("/usr/local"), "", homes);
        children(new File("/opt"), "", homes);
        children(new File("/opt/java"), "", homes);
        children(new File(user, ".sdkman/candidates/java"), "", homes);
        children(new File(user, ".jdks"), "", homes);
        children(new File(user, ".jabba/jdk"), "", homes);
        children(new File(user, ".asdf/installs/java"), "", homes);
        children(new File(user, ".local/share/mise/installs/java"), "", homes);
        children(new File(user, ".gradle/jdks"), "", homes);
        children(new File("/Library/Java/JavaVirtualMachines"), "Contents/Home", homes);
        children(new File(user, "Library/Java/JavaVirtualMachines"), "Contents/Home", homes);
        children(new File("/opt/homebrew/opt"), "libexec/openjdk.jdk/Contents/Home", homes);
        children(new File("/usr/local/opt"), "libexec/openjdk.jdk/Contents/Home", homes);
        if (System.getenv("ProgramFiles") != null) {
            for (String vendor : new String[] {
                "Java", "Eclipse Adoptium", "Microsoft", "Zulu", "Amazon Corretto", "BellSoft", "OpenJDK"
            }) {
                children(new File(System.getenv("ProgramFiles"), vendor), "", homes);
            }
        }
        return homes;
    }

    private static void children(File folder, String below, List<File> homes) {
        File[] files = folder.listFiles();
        if (files != null) {
            Arrays.sort(files);
            for (File file : files) {
                homes.add(below.isEmpty() ? file : new File(file, below));
            }
        }
    }

    /** What to do on this system to have one. */
    static String remedy() {
        String os = System.getProperty("os.name");
        if (windows()) {
            return "install one: winget install EclipseAdoptium.Temurin.25.JDK";
        }
        if (os.startsWith("Mac")) {
            return "install one: brew install openjdk";
        }
        String[][] managers = {
            {"/usr/bin/apt-get", "sudo apt-get install openjdk-25-jdk"},
            {"/usr/bin/dnf", "sudo dnf install java-25-openjdk-devel"},
            {"/usr/bin/zypper", "sudo zypper install java-25-openjdk-devel"},
            {"/usr/bin/pacman", "sudo pacman -S jdk-openjdk"},
            {"/sbin/apk", "sudo apk add openjdk25"},
        };
        for (String[] manager : managers) {
            if (new File(manager[0]).exists()) {
                return "install one: " + manager[1] + ", or unpack one from adoptium.net and set JAVA_HOME";
            }
        }
        return "unpack one from adoptium.net and set JAVA_HOME";
    }

    private static boolean windows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
