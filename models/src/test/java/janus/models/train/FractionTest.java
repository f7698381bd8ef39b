package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.FaceData;
import janus.celeba.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FractionTest {
    @TempDir
    private Path temporary;

    private Path data;

    @BeforeEach
    void drawFaces() throws IOException {
        data = SmallFaces.write(temporary.resolve("data"), 80, 7);
    }

    @Test
    void smallerFractionsLieWithinLargerOnesOfTheSameSeed() throws IOException {
        int[] all = train("1", "1");
        int[] half = train("0.5", "1");
        int[] tenth = train("0.1", "1");
        assertThat(all).hasSize(40).isSorted();
        assertThat(half).hasSize(20).isSorted();
        assertThat(all).contains(half);
        assertThat(tenth).hasSize(4).isSorted();
        assertThat(half).contains(tenth);
        assertThat(tenth).contains(train("0.001", "1")).hasSizeGreaterThan(1);
    }

    @Test
    void anotherSeedHasOtherImagesAndEveryArmOfOneTheSame() throws IOException {
        assertThat(train("0.5", "2")).isNotEqualTo(train("0.5", "1"));
        Config wide = SmallFaces.config(data, Map.of("data.fraction", "0.5", "network.width", "0.25"));
        try (Faces faces = Faces.open(wide, Progress.NONE)) {
            assertThat(faces.train()).isEqualTo(train("0.5", "1"));
        }
    }

    @Test
    void labelsAloneTellWhatARunIsTrainedOn() throws IOException {
        Config config = SmallFaces.config(data, Map.of("data.fraction", "0.5", "data.limit", "30"));
        try (FaceData labels = Faces.labels(config, Progress.NONE);
                Faces faces = Faces.open(config, Progress.NONE)) {
            assertThat(faces.train()).hasSize(15);
            assertThat(Faces.trained(labels, config.data(), config.seed())).isEqualTo(faces.train());
        }
    }

    private int[] train(String fraction, String seed) throws IOException {
        Config config = SmallFaces.config(data, Map.of("data.fraction", fraction, "seed", seed));
        try (Faces faces = Faces.open(config, Progress.NONE)) {
            return faces.train();
        }
    }
}
