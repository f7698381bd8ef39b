package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.synthetic.SyntheticFaces;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DrawnSetTest {
    @TempDir
    private Path folder;

    @Test
    void drawnFacesAreKnownAsSuchWhereverTheyAreFoundFrom() {
        SyntheticFaces.Settings settings = new SyntheticFaces.Settings(3, 1, 1, 1, 0, 2, 0, false);
        SyntheticFaces.draw(settings, folder.resolve("set"), 1, (what, done, total) -> {});
        for (String given : new String[] {"set", "set/Anno", ""}) {
            try (FaceData data = FaceData.open(folder.resolve(given))) {
                assertThat(data.drawn()).as(given).isTrue();
            }
        }
    }

    @Test
    void copiesWithoutTheManifestAreTakenForPhotographs() throws Exception {
        SyntheticFaces.Settings settings = new SyntheticFaces.Settings(3, 1, 1, 1, 0, 2, 0, false);
        SyntheticFaces.draw(settings, folder, 1, (what, done, total) -> {});
        Files.delete(folder.resolve("janus-synthetic.txt"));
        try (FaceData data = FaceData.open(folder)) {
            assertThat(data.drawn()).isFalse();
        }
    }
}
