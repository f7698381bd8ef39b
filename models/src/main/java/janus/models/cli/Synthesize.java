package janus.models.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import janus.celeba.DataException;
import janus.celeba.synthetic.Sheet;
import janus.celeba.synthetic.SyntheticFaces;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws a labelled face set in CelebA's official layout. */
@Command(
        name = "synthesize",
        mixinStandardHelpOptions = true,
        description = "Draw a synthetic face set in CelebA's official layout.")
final class Synthesize implements Callable<Integer> {
    private static final int SHEET_ROWS = 2;
    private static final int SHEET_COLUMNS = 8;

    @Option(names = "--out", defaultValue = "celeba-synthetic", description = "Folder (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--train", description = "Training images.")
    private int train = SyntheticFaces.Settings.demo().train();

    @Option(names = "--validation", description = "Validation images.")
    private int validation = SyntheticFaces.Settings.demo().validation();

    @Option(names = "--test", description = "Test images.")
    private int test = SyntheticFaces.Settings.demo().test();

    @Option(names = "--seed", description = "Seed: same seed, same bytes.")
    private long seed = SyntheticFaces.Settings.demo().seed();

    @Option(names = "--noise", description = "Factor of the label noise; 0 for none, default 1.")
    private double noise = SyntheticFaces.Settings.demo().labelNoise();

    @Option(names = "--sharing", description = "How much the tasks share, 0 to 4.")
    private int sharing = SyntheticFaces.Settings.demo().sharing();

    @Option(names = "--conflict", description = "How much the tasks conflict, 0 to 4.")
    private int conflict = SyntheticFaces.Settings.demo().conflict();

    @Option(names = "--aligned", description = "Points with CelebA's small spread.")
    private boolean aligned;

    @Option(
            names = "--sheet",
            paramLabel = "PNG",
            description = "Draw no set, only a sheet of 16 faces into this file.")
    private @Nullable Path sheet;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        SyntheticFaces.Settings settings = settings();
        if (sheet != null) {
            Sheet.faces(settings, SHEET_ROWS, SHEET_COLUMNS, sheet);
            tell("sheet", sheet, SHEET_ROWS * SHEET_COLUMNS);
            return 0;
        }
        SyntheticFaces.draw(settings, out, Runtime.getRuntime().availableProcessors(), new Bars(false));
        tell("folder", out, train + validation + test);
        return 0;
    }

    private void tell(String kind, Path place, int images) {
        System.out.println(
                json
                        ? new ObjectMapper()
                                .createObjectNode()
                                .put(kind, place.toString())
                                .put("images", images)
                                .put("seed", seed)
                        : "drew " + images + " faces into " + place);
    }

    private SyntheticFaces.Settings settings() {
        try {
            return new SyntheticFaces.Settings(train, validation, test, seed, noise, sharing, conflict, aligned);
        } catch (IllegalArgumentException e) {
            throw new DataException("command line: " + e.getMessage() + "; change that", e);
        }
    }
}
