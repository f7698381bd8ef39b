package janus.models.study.report;

import janus.models.Csv;
import janus.models.report.Numbers;
import janus.models.study.Interval;
import janus.models.study.LabelComparison;
import janus.models.study.LabelComparison.Label;
import janus.models.study.PairedT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code labels.csv} and {@code networks.csv}: what {@link LabelSections} shows, of every comparison, unrounded. */
final class LabelData {
    private LabelData() {}

    static void save(Path folder, StudyResult study) throws IOException {
        List<String> labels = new ArrayList<>(
                List.of("reference,kind,label,difference,low,high,p,adjusted_p,candidate,reference_value,trivial"));
        List<String> networks = new ArrayList<>(List.of("reference,seed,attribute,first_alone,second_alone,p"));
        for (int i = 0; i < study.references().size(); i++) {
            String reference = study.references().get(i);
            for (LabelFigure figure : LabelFigure.of(study, i)) {
                figure.labels().forEach(label -> labels.add(reference + "," + line(study, figure, label)));
            }
            for (LabelComparison.Networks seed :
                    study.scores().comparisons().get(i).networks()) {
                seed.attributes()
                        .forEach((name, test) -> networks.add(reference + "," + seed.seed() + "," + Csv.field(name)
                                + "," + test.first() + "," + test.second() + "," + test.p()));
            }
        }
        Files.write(folder.resolve("labels.csv"), labels);
        Files.write(folder.resolve("networks.csv"), networks);
    }

    private static String line(StudyResult study, LabelFigure figure, Label label) {
        PairedT t = label.t();
        Interval interval = LabelFigure.interval(label);
        return String.join(
                ",",
                figure.higherIsBetter() ? "attribute" : "point",
                Csv.field(label.name()),
                text(label.effect()),
                text(interval == null ? Double.NaN : interval.low()),
                text(interval == null ? Double.NaN : interval.high()),
                text(t == null ? Double.NaN : t.p()),
                text(label.adjusted()),
                text(Numbers.mean(label.first())),
                text(Numbers.mean(label.second())),
                text(study.trivial(label.name(), figure.higherIsBetter())));
    }

    private static String text(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }
}
