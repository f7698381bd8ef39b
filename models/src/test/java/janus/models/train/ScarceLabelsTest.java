package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.Batch;
import janus.celeba.Loader;
import janus.celeba.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScarceLabelsTest {
    private static final int TRAINING = 40;

    @TempDir
    private Path folder;

    /** The rows whose attributes, or points, are known to a run. */
    private TreeSet<Integer> known(boolean attributes, long seed, double share) throws IOException {
        Path data = SmallFaces.write(folder.resolve("data"), 2 * TRAINING, 7);
        Config config = SmallFaces.config(
                data,
                Map.of(
                        "seed",
                        Long.toString(seed),
                        "data.labelled",
                        "{attributes: " + share + ", landmarks: " + share + "}"));
        TreeSet<Integer> known = new TreeSet<>();
        try (Faces faces = Faces.open(config, Progress.NONE);
                Loader loader = faces.training(faces.train(), 0, 0)) {
            while (loader.hasNext()) {
                Batch batch = loader.next();
                float[] mask = attributes ? batch.attributeMask() : batch.pointMask();
                float[] labels = attributes ? batch.attributes() : batch.points();
                int width = mask.length / batch.n();
                for (int i = 0; i < mask.length; i++) {
                    assertThat(mask[i]).isEqualTo(mask[i / width * width]);
                    assertThat(mask[i] == 0 && labels[i] != 0).isFalse();
                    if (mask[i] != 0) {
                        known.add(batch.rows()[i / width]);
                    }
                }
            }
        }
        return known;
    }

    @Test
    void shareOfTheLabelsIsKnownToEachTaskOnItsOwn() throws IOException {
        assertThat(known(true, 1, .3)).hasSize(12);
        assertThat(known(false, 1, .3)).hasSize(12).isNotEqualTo(known(true, 1, .3));
        assertThat(known(true, 1, 1)).hasSize(TRAINING);
    }

    @Test
    void smallestShareIsOneLabel() throws IOException {
        assertThat(known(true, 1, .001)).hasSize(1);
        assertThat(known(false, 1, .001)).hasSize(1);
    }

    @Test
    void whichOnesDependsOnTheSeedAndSmallerSharesLieWithinLarger() throws IOException {
        assertThat(known(true, 1, .3)).isEqualTo(known(true, 1, .3)).isNotEqualTo(known(true, 2, .3));
        assertThat(known(true, 1, .6)).hasSize(24).containsAll(known(true, 1, .3));
    }
}
