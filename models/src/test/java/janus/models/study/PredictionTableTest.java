package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.report.DotFaces;
import janus.models.train.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictionTableTest {
    @TempDir
    private Path folder;

    private PredictionTable read(String csv) throws IOException {
        return PredictionTable.read(List.of(Files.writeString(folder.resolve("predictions.csv"), csv)));
    }

    @Test
    void namesWithCommasAndQuotesComeBackAsTheyWere() throws IOException {
        List<String> images = List.of("face 1, left.jpg", "a \"b\".jpg", " plain.jpg");
        DotFaces faces = new DotFaces(3, List.of("Hair, long", "\"Young\"", "Plain"), 1) {
            @Override
            public String name(int row) {
                return images.get(row);
            }
        };
        float[] logits = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        String csv = new Predictions(new int[] {0, 1, 2}, logits, new float[30], new double[0]).csv(faces);
        assertThat(csv)
                .startsWith("image,\"Hair, long\",\"\"\"Young\"\"\",Plain,lefteye_x,")
                .contains("\n plain.jpg,7");
        PredictionTable table = read(csv);
        assertThat(table.images()).isEqualTo(images);
        assertThat(table.column("Hair, long")).containsExactly(1, 4, 7);
        assertThat(table.column("\"Young\"")).containsExactly(2, 5, 8);
        assertThat(table.column("nose_y")).containsExactly(0, 0, 0);
    }

    @Test
    void quotesAroundEveryFieldAndAByteOrderMarkAreRead() throws IOException {
        PredictionTable table = read("\uFEFF\"image\",\"Smiling\"\r\n\"1.jpg\",\"-2.5\"\r\n");
        assertThat(table.images()).containsExactly("1.jpg");
        assertThat(table.column("Smiling")).containsExactly(-2.5f);
    }
}
