package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.report.Drawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParetoFigureTest {
    @TempDir
    private Path folder;

    @Test
    void namesOfArmsThatMeetDoNotLieOnEachOther() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 2, true);
        Path arms = study.folder.path().resolve("arms");
        for (String run : List.of("seed-1", "seed-2")) {
            for (String model : List.of("attributes", "landmarks")) {
                Path file = Path.of(run, model, "predictions.csv");
                Files.writeString(
                        arms.resolve("matched").resolve(file),
                        Files.readString(arms.resolve("single").resolve(file)));
            }
        }
        study.page();
        Matcher name = Pattern.compile("<text x=\"([0-9.]+)\" y=\"([0-9.]+)\"[^>]*bold\">(single|matched)<")
                .matcher(Files.readString(study.folder.path().resolve("pareto.svg")));
        assertThat(name.find()).isTrue();
        double x = Double.parseDouble(name.group(1));
        double y = Double.parseDouble(name.group(2));
        assertThat(name.find()).isTrue();
        assertThat(Double.parseDouble(name.group(1))).isEqualTo(x);
        // a line of 13 px
        assertThat(Math.abs(Double.parseDouble(name.group(2)) - y)).isBetween(13.0, 40.0);
    }

    @Test
    void namesOfManyArmsInACornerStayBetweenTheAxes() {
        List<ParetoFigure.Place> places = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double[] corner = {80 + .01 * i, 80 + .01 * i};
            places.add(new ParetoFigure.Place("arm" + i, i, corner, new double[] {5, 5}));
        }
        places.add(new ParetoFigure.Place("far", 12, new double[] {90, 90}, new double[] {9, 9}));
        List<Double> lines = new ParetoFigure(places)
                .drawing().shapes().stream()
                        .filter(shape -> shape instanceof Drawing.Words words
                                && words.text().startsWith("arm"))
                        .map(shape -> ((Drawing.Words) shape).y())
                        .toList();
        assertThat(lines).hasSize(12).doesNotHaveDuplicates().allMatch(y -> y > 26 && y < 330);
    }
}
