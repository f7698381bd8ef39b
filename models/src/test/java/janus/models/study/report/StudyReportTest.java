package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.report.Numbers;
import janus.models.study.BenjaminiHochberg;
import janus.models.study.Calibration;
import janus.models.study.Control;
import janus.models.study.Evidence;
import janus.models.study.Holm;
import janus.models.study.Judgement;
import janus.models.study.PairedT;
import janus.models.study.StudyFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyReportTest {
    @TempDir
    private Path folder;

    @Test
    void boxHasTheNumbersOfTheStatistics() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 8, true);
        String page = study.page();
        for (Judgement judgement : study.judgements()) {
            double[] holm = Holm.adjust(judgement.results().stream()
                    .mapToDouble(result -> result.evidence().signFlip())
                    .toArray());
            for (int k = 0; k < 2; k++) {
                Judgement.Result result = judgement.results().get(k);
                Evidence evidence = result.evidence();
                double equivalent =
                        evidence.crossed().t().equivalence(result.endpoint().margin());
                assertThat(page)
                        .contains("<td><b>"
                                + judgement.verdict().decisions().get(k).outcome() + "</b></td>"
                                + cell(Numbers.fixed(result.first(), 3))
                                + cell(Numbers.fixed(result.second(), 3))
                                + cell(Numbers.signed(result.first() - result.second(), 3))
                                + "<td class=\"number\">"
                                + Figures.text(evidence.crossed().interval(.95)) + "<br><small>BCa "
                                + Figures.text(evidence.bca().interval()) + "</small></td>"
                                + cell(Figures.text(evidence.crossed().interval(.90)))
                                + cell(Numbers.p(holm[k])) + cell(Numbers.p(equivalent)));
            }
            assertThat(page).contains(judgement.deltaM().text());
        }
    }

    @Test
    void pageSaysWhatItIsAndWhatMayNotBeConcluded() throws IOException {
        String page = MadeUpStudy.whole(folder.resolve("s"), 3, true).page();
        assertThat(page)
                .contains("<h1>made up &amp; small</h1>", "3 arms · 3 seeds · 60 test images")
                .contains("synthetic: shows that the instrument works, says nothing about faces")
                .contains("<p class=\"note\">uncalibrated: ")
                .contains("majority class</th><td class=\"number\">61.00</td>", "constant points")
                .contains("matched, seed 2: heap</th><td>2 MiB", "java</th><td>&lt;25&gt;")
                .contains("seeds:", "network.width")
                .doesNotContain("its licence governs", "1.0 % NME", "<b>Young");
    }

    @Test
    void photographsCarryNoiseAndLicence() throws IOException {
        assertThat(MadeUpStudy.whole(folder.resolve("s"), 2, false).page())
                .contains("about 1.0 % NME", "its licence governs who may see them")
                .doesNotContain("says nothing about faces");
    }

    @Test
    void costsAreSumsOverModelsAndADashWhereNobodySaysThem() throws IOException {
        String page = MadeUpStudy.whole(folder.resolve("s"), 2, true).page();
        String dash = cell("–");
        assertThat(page)
                .contains(cell("1.50 M") + dash + cell("1 min 30 s") + dash)
                .contains(cell("3.00 M") + dash + cell("3 min 0 s") + dash);
    }

    @Test
    void costsThatRunsSayAreShown() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 2, true);
        for (StudyFolder.Entry entry : study.folder.entries()) {
            Path summary = study.folder.run(entry).resolve("summary.json");
            Files.writeString(
                    summary,
                    Files.readString(summary)
                            .replace("\"parameters\"", "\"flops_per_image\": 1820000000, \"parameters\"")
                            .replace("{\"seconds\"", "{\"peak_device_bytes\": 2500000000, \"seconds\""));
        }
        assertThat(study.page())
                .contains(cell("1.50 M") + cell("1.82 G") + cell("1 min 30 s") + cell("2.50 GB"))
                .contains(cell("3.00 M") + cell("3.64 G") + cell("3 min 0 s") + cell("2.50 GB"));
    }

    @Test
    void oneSeedShowsFiguresAndNoVerdict() throws IOException {
        String page = MadeUpStudy.whole(folder.resolve("s"), 1, true).page();
        assertThat(page)
                .contains("one seed: no verdict", "no decision", "1 seed · ", "These two networks")
                .doesNotContain("NaN", "practically equivalent</b>");
    }

    @Test
    void refusedVerdictNamesItsReasonAndDecidesNothing() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 8, true);
        for (StudyFolder.Entry entry : study.folder.entries()) {
            if (entry.arm().equals("single")) {
                Path config = study.folder.run(entry).resolve("config.yaml");
                Files.writeString(config, Files.readString(config).replace("rate: 0.1", "rate: 0.2"));
            }
        }
        String page = study.page();
        String first = page.substring(page.indexOf("against single"), page.indexOf("against matched"));
        assertThat(first)
                .contains("refused: the runs are no fair pairs of seeds", "refused: rate is 0.1 in ")
                .contains("<b>no decision</b>")
                .doesNotContain("<b>better", "<b>worse", "<b>inconclusive", "<b>practically");
    }

    @Test
    void failedControlWithholdsEveryDecision() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 8, true);
        Calibration failed =
                new Calibration("code", "cpu", "today", List.of(new Control("same arm", false, "called 9 of 10")));
        String page = study.page(failed);
        assertThat(page)
                .contains("withheld: a control failed with this code", "called 9 of 10", "<b>no decision</b>")
                .doesNotContain("<td><b>better", "<td><b>worse");
    }

    @Test
    void onlyControlsThatFailedStandOut() throws IOException {
        Control one = new Control("one", true, "so");
        Control two = new Control("two", false, "not so");
        Calibration calibration = new Calibration("1", "cpu", "today", List.of(one, two));
        assertThat(MadeUpStudy.whole(folder.resolve("s"), 2, true).page(calibration))
                .contains("<p class=\"facts\">controls with this code, today, on cpu:</p>")
                .contains("<p class=\"facts\">" + one.text() + "</p>", "<p class=\"note\">" + two.text() + "</p>");
    }

    @Test
    void whatCouldNotBeAuditedIsListed() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 2, true);
        Files.delete(study.folder.run(new StudyFolder.Entry("single", 1)).resolve("config.yaml"));
        assertThat(study.page()).contains("not audited: 1 thing", "<li>no config.yaml in ");
    }

    @Test
    void armsWithoutPointsHaveNoNmeAndNoPareto() throws IOException {
        MadeUpStudy study = new MadeUpStudy(
                folder.resolve("s"),
                4,
                true,
                "wide: {models: [attributes]}",
                "narrow: {models: [attributes], network.width: 0.125}");
        String page = study.page();
        assertThat(page).contains("accuracy by attribute").doesNotContain("NME by point", "NaN");
        assertThat(page).doesNotContain("NME<br><small>less");
        assertThat(Files.readString(study.folder.path().resolve("forest.csv"))).doesNotContain("NME");
    }

    @Test
    void everyAttributeHasItsPairedTAfterBenjaminiAndHochberg() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 8, true);
        String page = study.page();
        List<PairedT> tests = new ArrayList<>();
        for (int j = 0; j < MadeUpStudy.NAMES.size(); j++) {
            double[] differences = new double[8];
            for (int seed = 1; seed <= 8; seed++) {
                differences[seed - 1] = accuracy(study, "two-head/seed-" + seed + "/two-head", j)
                        - accuracy(study, "single/seed-" + seed + "/attributes", j);
            }
            tests.add(PairedT.of(differences));
        }
        double[] adjusted =
                BenjaminiHochberg.adjust(tests.stream().mapToDouble(PairedT::p).toArray());
        for (int j = 0; j < adjusted.length; j++) {
            String name = MadeUpStudy.NAMES.get(j).replace("<b>", "&lt;b&gt;");
            assertThat(page)
                    .contains("<tr><th>" + name + "</th>"
                            + cell(Numbers.signed(tests.get(j).mean(), 3))
                            + cell(Figures.text(tests.get(j).interval(.95)))
                            + cell(Numbers.p(adjusted[j])));
        }
        assertThat(page.indexOf("<th>Big_Nose</th>"))
                .as("the attribute with the largest effect leads")
                .isEqualTo(MadeUpStudy.NAMES.stream()
                        .mapToInt(name -> page.indexOf("<th>" + name.replace("<b>", "&lt;b&gt;") + "</th>"))
                        .min()
                        .orElseThrow());
    }

    private static double accuracy(MadeUpStudy study, String run, int attribute) throws IOException {
        List<String> lines = Files.readAllLines(study.folder.path().resolve("arms/" + run + "/predictions.csv"));
        long right = IntStream.range(0, study.faces.size())
                .filter(i -> Float.parseFloat(lines.get(i + 1).split(",")[attribute + 1]) > 0
                        == (study.faces.attribute(i, attribute) == 1))
                .count();
        return 100.0 * right / study.faces.size();
    }

    @Test
    void figuresHaveTheirDataBesideThem() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 8, true);
        study.diagnose();
        study.page();
        Path path = study.folder.path();
        for (String name : List.of("forest", "labels", "pareto", "curves", "conflict", "weights")) {
            BufferedImage figure = ImageIO.read(path.resolve(name + ".png").toFile());
            assertThat(figure.getWidth()).isGreaterThanOrEqualTo(700);
            assertThat(path.resolve(name + ".csv")).isRegularFile();
        }
        for (String name : List.of("forest", "labels", "pareto")) {
            assertThat(Files.readString(path.resolve(name + ".svg")))
                    .startsWith("<svg ")
                    .contains("style=\"fill:#")
                    .doesNotContain("var(--");
        }
        // effect, margin, two intervals and eight seeds of two endpoints and two references
        assertThat(Files.readAllLines(path.resolve("forest.csv"))).hasSize(1 + 2 * 2 * 12);
        assertThat(Files.readAllLines(path.resolve("labels.csv"))).hasSize(1 + 2 * 45);
        assertThat(Files.readAllLines(path.resolve("networks.csv"))).hasSize(1 + 2 * 8 * 40);
        assertThat(Files.readAllLines(path.resolve("curves.csv")).get(1))
                .startsWith("\"validation accuracy, %\",epoch,\"two-head\",1.0,")
                .endsWith(",8");
    }

    private static String cell(String text) {
        return "<td class=\"number\">" + text.replace("<", "&lt;") + "</td>";
    }
}
