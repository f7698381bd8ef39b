package janus.models.cli;

import janus.celeba.DataException;
import janus.kernels.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where trained weights come from, a file or a run folder, and the device they are used on. */
final class WeightSource {
    private static final String BEST = "best.safetensors";

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Choice choice;

    private static final class Choice {
        @Option(names = "--weights", paramLabel = "FILE", description = "A best.safetensors that train wrote.")
        private @Nullable Path weights;

        @Option(names = "--run", paramLabel = "DIR", description = "A run folder that train wrote.")
        private @Nullable Path run;
    }

    @Option(names = "--device", defaultValue = "auto", description = "Device (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String device;

    @Option(names = "--kernels", paramLabel = "FILE", description = "A table that tune-kernels wrote.")
    private @Nullable Path kernels;

    /** The device that it is taken to. */
    Device open() {
        return Train.open(device, kernels);
    }

    /** The run folder, if that was given. */
    @Nullable
    Path run() {
        return choice.run;
    }

    /** What was given, for titles. */
    String name() {
        return String.valueOf(choice.weights == null ? choice.run : choice.weights);
    }

    /** The file, or every model's best weights in the run, the two-head model's first. */
    List<Path> files() throws IOException {
        if (choice.weights != null) {
            return List.of(choice.weights);
        }
        Path run = choice.run == null ? Path.of("") : choice.run;
        try (Stream<Path> found = Files.find(run, 2, (path, attributes) -> path.endsWith(BEST))) {
            List<Path> files = found.sorted(
                            Comparator.comparing((Path path) -> path.endsWith(Path.of("two-head", BEST)) ? 0 : 1)
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
            if (files.isEmpty()) {
                throw new DataException(
                        run + ": no " + BEST + " in it; give a folder that train wrote, or --weights FILE");
            }
            return files;
        }
    }
}
