package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a library may lie: folders, under the name that says where they come from. */
record Place(String name, List<Path> folders) {
    /** The property with folders to search first, and the only setting there is. */
    static final String PROPERTY = "janus.cuda.path";

    private static final String PACKAGES = "lib*/python3*/{site,dist}-packages";
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final long PATIENCE_SECONDS = 10;

    /** The files of these folders whose name matches the glob, the last in the alphabet first. */
    List<Path> files(String glob) {
        return folders.stream()
                .flatMap(folder -> matches(folder, glob).reversed().stream())
                .toList();
    }

    /** The folders of {@value #PROPERTY}, if it is set. */
    static List<Place> given(@Nullable String property) {
        return property == null || property.isEmpty()
                ? List.of()
                : List.of(new Place(
                        PROPERTY + "=" + property,
                        Stream.of(property.split(":")).map(Path::of).toList()));
    }

    /** Where drivers put their library, should the system's loader not know of it. */
    static Place drivers(Path root) {
        List<String> folders = List.of("usr/local/nvidia/lib64", "usr/lib/wsl/lib");
        return new Place(
                String.join(
                        ", ",
                        folders.stream()
                                .map(folder -> root.resolve(folder).toString())
                                .toList()),
                folders.stream().map(root::resolve).toList());
    }

    /** Where toolkits lie: wheels of Python, then CUDA's own folders, the newest first. */
    static List<Place> toolkits(Path root, Map<String, String> environment) {
        List<Path> sites = new ArrayList<>();
        String virtual = environment.get("VIRTUAL_ENV");
        if (virtual != null) {
            sites.addAll(matches(Path.of(virtual), PACKAGES));
        }
        sites.addAll(python());
        String home = environment.get("HOME");
        if (home != null) {
            sites.addAll(matches(Path.of(home, ".local"), PACKAGES));
        }
        List<Path> wheels = sites.stream()
                .distinct()
                .flatMap(site -> matches(site, "nvidia/*/lib").stream())
                .toList();
        List<Path> installed = Stream.concat(
                        matches(root, "usr/local/cuda/lib64").stream(),
                        matches(root, "usr/local/cuda-*/lib64").reversed().stream())
                .toList();
        return List.of(
                new Place("Python's nvidia/*/lib", wheels),
                new Place(root.resolve("usr/local/cuda*/lib64").toString(), installed));
    }

    /** The folders that python3 imports from; none where there is no python3. */
    private static List<Path> python() {
        try {
            Process python = new ProcessBuilder("python3", "-c", "import sys; print(*sys.path, sep='\\n')")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!python.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                python.destroyForcibly();
                return List.of();
            }
            String output = new String(python.getInputStream().readAllBytes(), UTF_8);
            return output.lines()
                    .filter(line -> line.startsWith("/"))
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            return List.of(); // no python3, no wheels
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** What lies under a folder where each part of the pattern, divided by slashes, is a glob; in order, without ends. */
    private static List<Path> matches(Path folder, String pattern) {
        int slash = pattern.indexOf('/');
        List<Path> found = new ArrayList<>();
        String part = slash < 0 ? pattern : pattern.substring(0, slash);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, part)) {
            files.forEach(found::add);
        } catch (IOException e) {
            return List.of(); // no such folder, or none that may be read
        }
        // cuda-12.10 is newer than cuda-12.9
        found.sort(Comparator.comparing((Path path) -> padded(path)));
        return slash < 0
                ? found
                : found.stream()
                        .flatMap(path -> matches(path, pattern.substring(slash + 1)).stream())
                        .toList();
    }

    private static String padded(Path path) {
        return NUMBER.matcher(Objects.requireNonNull(path.getFileName()).toString())
                .replaceAll(number -> "0".repeat(Math.max(0, 6 - number.group().length())) + number.group());
    }
}
