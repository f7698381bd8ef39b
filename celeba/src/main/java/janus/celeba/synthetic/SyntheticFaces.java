package janus.celeba.synthetic;

import janus.celeba.Progress;
import java.nio.file.Path;

/** Draws a labelled face set in CelebA's official layout. Same settings, same bytes. */
public final class SyntheticFaces {
    /** Raised whenever a picture or a label of the same settings changes: older sets are then drawn again. */
    static final int VERSION = 4;

    static final int PICTURES_PER_IDENTITY = 2;
    private static final double LEVELS = 4;

    private SyntheticFaces() {}

    /**
     * What to draw. {@code labelNoise} scales the per-attribute flip rates (1: the default 2–20 %, 0: none); {@code
     * sharing} and {@code conflict} are levels 0…4; {@code aligned} gives the points CelebA's small spread.
     */
    public record Settings(
            int train,
            int validation,
            int test,
            long seed,
            double labelNoise,
            int sharing,
            int conflict,
            boolean aligned) {
        public Settings {
            if (train < 1 || validation < 0 || test < 0 || (long) train + validation + test > 999_999) {
                throw new IllegalArgumentException("synthetic faces: train ≥ 1, validation and test ≥ 0, at most 999999"
                        + " together, given " + train + ", " + validation + ", " + test);
            }
            if (!(labelNoise >= 0) || sharing < 0 || sharing > LEVELS || conflict < 0 || conflict > LEVELS) {
                throw new IllegalArgumentException(
                        "synthetic faces: label noise ≥ 0, sharing and conflict in 0…4, given " + labelNoise + ", "
                                + sharing + ", " + conflict);
            }
        }

        /** Small enough to train on in minutes. */
        public static Settings demo() {
            return new Settings(4500, 500, 1000, 1, 1, 2, 0, false);
        }

        int count() {
            return train + validation + test;
        }

        /** 0, 1 or 2 for training, validation, test; contiguous as in the official partition. */
        int partition(int picture) {
            return picture < train ? 0 : picture < train + validation ? 1 : 2;
        }

        /** Pictures of one identity follow each other; none spans two partitions. */
        int identity(int picture) {
            int first =
                    switch (partition(picture)) {
                        case 0 -> 0;
                        case 1 -> train;
                        default -> train + validation;
                    };
            return partition(picture) + first / PICTURES_PER_IDENTITY + (picture - first) / PICTURES_PER_IDENTITY + 1;
        }

        Factors factors(int picture) {
            return Factors.draw(seed, identity(picture), picture, sharing / LEVELS, conflict / LEVELS);
        }
    }

    /** Draws into {@code folder} unless a complete set with these settings and this version is there already. */
    public static void draw(Settings settings, Path folder, int threads, Progress progress) {
        new FaceFolder(settings, folder).fill(threads, progress);
    }

    /**
     * The best mean accuracy that label noise leaves possible on the test pictures: that of one who sees every true
     * attribute. 1 without test pictures.
     */
    public static double ceiling(Settings settings) {
        int first = settings.train() + settings.validation();
        long right = 0;
        for (int picture = first; picture < settings.count(); picture++) {
            Factors f = settings.factors(picture);
            for (Attribute a : Attribute.ALL) {
                right += f.has(a) == f.label(a, settings.labelNoise()) ? 1 : 0;
            }
        }
        return settings.test() == 0 ? 1 : (double) right / settings.test() / Attribute.ALL.size();
    }
}
