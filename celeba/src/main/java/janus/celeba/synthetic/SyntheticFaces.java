package janus.celeba.synthetic;

import janus.celeba.Progress;
import java.nio.file.Path;

/** Draws a labelled face set in CelebA's official layout. Same settings, same bytes. */
public final class SyntheticFaces {
    private SyntheticFaces() {}

    /**
     * What to draw. {@code labelNoise} scales the per-attribute flip rates (1: the default 2–20 %, 0: none); {@code
     * sharing} and {@code conflict} are levels 0…4; {@code aligned} gives the points CelebA's small spread.
     */
    public record Settings(
            int train, int validation, int test, long seed, double labelNoise, int sharing, int conflict, boolean aligned) {
        public static Settings demo() {
            throw new UnsupportedOperationException();
        }
    }

    /** Draws into {@code folder} unless a complete set with these settings and this version is there already. */
    public static void draw(Settings settings, Path folder, int threads, Progress progress) {
        throw new UnsupportedOperationException();
    }
}
