package janus.models.train;

import janus.celeba.Augmentation;
import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.celeba.Loader;
import janus.celeba.Pixels;
import janus.celeba.Progress;
import janus.celeba.Split;
import janus.celeba.synthetic.SyntheticFaces;
import janus.engine.Draws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The data of a run, as its configuration asks for it: what is learned, the rows of each split, and how batches are
 * made.
 */
public record Faces(FaceData data, Pixels pixels, int[] train, int[] validation, int[] test, Config config)
        implements AutoCloseable {
    private static final String DRAWN = "celeba-synthetic";

    /** Draws the faces if no folder is named, and decodes them if that was not done yet. */
    public static Faces open(Config config, Progress progress) {
        Config.Data settings = config.data();
        int threads = Runtime.getRuntime().availableProcessors();
        Path folder = folder(settings);
        draw(settings, progress);
        FaceData data = SelectedFaces.of(FaceData.open(folder), config);
        int[] train = some(trained(data, settings, config.seed()), Split.TRAIN, folder);
        int[] validation = some(data.rows(Split.VALIDATION), Split.VALIDATION, folder);
        int[] test = some(data.rows(Split.TEST), Split.TEST, folder);
        if (settings.swapSplits()) {
            int most = Math.min(validation.length, test.length);
            validation = Arrays.copyOf(validation, most);
            test = settings.fullTest() ? test : Arrays.copyOf(test, most);
        }
        Pixels pixels = Pixels.open(data, settings.size(), cache(folder), threads, progress);
        return new Faces(data, pixels, train, validation, test, config);
    }

    /** The labels alone: all of them, whatever is learned. */
    public static FaceData labels(Config config, Progress progress) {
        draw(config.data(), progress);
        return FaceData.open(folder(config.data()));
    }

    /** Where the data is: {@code celeba-synthetic} for the demo's faces, a name that says how they are for others. */
    public static Path folder(Config.Data data) {
        Config.Synthetic s = data.synthetic();
        if (data.folder() != null) {
            return Path.of(data.folder());
        }
        return Path.of(
                synthetic(s).equals(SyntheticFaces.Settings.demo())
                        ? DRAWN
                        : String.format(
                                Locale.ROOT,
                                "%s-%d-%d-%d-seed%d-noise%s-sharing%d-conflict%d%s",
                                DRAWN,
                                s.train(),
                                s.validation(),
                                s.test(),
                                s.seed(),
                                s.labelNoise(),
                                s.sharing(),
                                s.conflict(),
                                s.aligned() ? "-aligned" : ""));
    }

    private static void draw(Config.Data data, Progress progress) {
        if (data.folder() == null) {
            int threads = Runtime.getRuntime().availableProcessors();
            SyntheticFaces.draw(synthetic(data.synthetic()), folder(data), threads, progress);
        }
    }

    private static SyntheticFaces.Settings synthetic(Config.Synthetic s) {
        return new SyntheticFaces.Settings(
                s.train(), s.validation(), s.test(), s.seed(), s.labelNoise(), s.sharing(), s.conflict(), s.aligned());
    }

    private static int[] some(int[] rows, Split split, Path folder) {
        if (rows.length == 0) {
            throw new DataException(folder + ": no images in the "
                    + split.name().toLowerCase(Locale.ROOT) + " split; check the partition list");
        }
        return rows;
    }

    /** Rows that a run of this seed is trained on, in their order; none where there are no training images. */
    public static int[] trained(FaceData data, Config.Data settings, long seed) {
        int[] rows = data.rows(Split.TRAIN);
        int first = settings.limit() > 0 ? Math.min(settings.limit(), rows.length) : rows.length;
        return ScarceLabels.some(first, settings.fraction(), Draws.of(seed).in("fraction"))
                .map(i -> rows[i])
                .sorted()
                .toArray();
    }

    /** Beside the data where one may write: the next run finds it there. */
    private static Path cache(Path folder) {
        Path parent = Files.isDirectory(folder) ? folder : folder.resolveSibling(".");
        return Files.isWritable(parent)
                ? parent.resolve(".janus-cache")
                : Path.of(System.getProperty("java.io.tmpdir"), "janus-cache");
    }

    /** Training batches of one epoch, in {@code order}, from batch {@code first} on. */
    public Loader training(int[] order, int epoch, int first) {
        Config.Augmentation a = config.data().augmentation();
        Augmentation augmentation = new Augmentation(a.flip(), a.degrees(), a.scale(), a.shift());
        Loader all = Loader.of(pixels, settings(augmentation), order, epoch, first);
        return ScarceLabels.of(all, config.data().labelled(), config.seed(), train);
    }

    /** Batches of {@code rows} as they are. */
    public Loader plain(int[] rows) {
        return Loader.of(pixels, settings(Augmentation.NONE), rows, 0, 0);
    }

    private Loader.Settings settings(Augmentation augmentation) {
        Config.Data data = config.data();
        float[] mean = new float[3];
        float[] deviation = new float[3];
        for (int i = 0; i < 3; i++) {
            mean[i] = data.mean().get(i).floatValue();
            deviation[i] = data.deviation().get(i).floatValue();
        }
        return new Loader.Settings(
                config.optimizer().batch(), augmentation, mean, deviation, config.seed(), Math.max(1, data.threads()));
    }

    @Override
    public void close() {
        pixels.close();
        data.close();
    }
}
