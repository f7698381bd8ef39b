package janus.kernels.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of CUDA kernels as C++ for the host. Macros are expanded first, so that kernels they define are seen; then each
 * shared array becomes static and is announced to its block, and each kernel enters the table under its name.
 */
record KernelUnit(Path source, Path shim, Path headers) {
    private static final String BOUNDS = "(?:__launch_bounds__\\s*\\(([^()]*(?:\\([^()]*\\)[^()]*)*)\\)\\s*)?";
    private static final Pattern KERNEL =
            Pattern.compile("extern\\s+\"C\"\\s+__global__\\s+" + BOUNDS + "void\\s+" + BOUNDS + "(\\w+)\\s*\\(");
    private static final Pattern SHARED = Pattern.compile("__shared__\\s+([^;]+);");

    /** Writes the preprocessed unit into the folder. */
    Path write(Path folder) throws IOException {
        String name = source.getFileName().toString().replaceFirst("\\.cu$", "");
        Path unit = folder.resolve(name + ".cpp");
        Files.writeString(unit, "#include \"shim.h\"\nnamespace {\n#include \"" + source + "\"\n}\n");
        List<String> command = List.of(
                "g++", "-std=c++17", "-E", "-I" + shim, "-I" + headers, unit.toString(), "-o", name + ".expanded");
        EmulatedGpuBuild.run(folder, command);
        // the same text wherever the folder lies, so that an unchanged unit is not compiled again
        String text = Files.readString(folder.resolve(name + ".expanded")).replace(folder.toString(), "unit");
        return Files.writeString(folder.resolve(name + ".ii"), kernelsOf(text));
    }

    private static String kernelsOf(String text) {
        List<String> entries = new ArrayList<>();
        String plain = KERNEL.matcher(text).replaceAll(kernel -> {
            String name = kernel.group(3);
            String most = boundOf(kernel);
            entries.add(
                    "static const janus::Kernel entry_" + name + "{\"" + name + "\", " + most + ", &" + name + "};\n");
            return Matcher.quoteReplacement("extern \"C\" void " + name + "(");
        });
        String announced = SHARED.matcher(plain)
                .replaceAll(shared -> Matcher.quoteReplacement("static " + shared.group(1) + ";" + announce(shared)));
        return announced + String.join("", entries);
    }

    /** The first argument of the launch bounds, or the most threads that a block of a device has. */
    private static String boundOf(MatchResult kernel) {
        String given = kernel.group(1) != null ? kernel.group(1) : kernel.group(2);
        return given == null ? "1024" : "(" + given.split(",")[0].strip() + ")";
    }

    private static String announce(MatchResult shared) {
        String names = shared.group(1).replaceAll("\\[[^\\]]*\\]", "").replaceAll("<[^>]*>", "");
        return Arrays.stream(names.split(","))
                .map(declared -> declared.strip().replaceFirst(".*\\W", ""))
                .map(name -> " janus::share(&" + name + ", sizeof " + name + ");")
                .collect(Collectors.joining());
    }
}
