package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.models.report.Drawing;
import janus.models.report.Numbers;
import janus.models.study.Judgement;
import janus.models.study.Plans;
import janus.models.study.Setting;
import janus.models.study.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepReportTest {
    private static final String FRACTIONS =
            "[{data.fraction: 0.01, optimizer.epochs: 9}, {data.fraction: 0.1, optimizer.epochs: 8}, "
                    + "{data.fraction: 1, optimizer.epochs: 7}]";
    /** Of a pixel: what sums of doubles lose. */
    private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

    @TempDir
    private Path folder;

    @Test
    void tableHasTheNumbersOfEveryStudyAndLinksItsReport() throws IOException {
        Sweep sweep = MadeUpStudy.sweep(folder.resolve("s"), 8, FRACTIONS);
        String page = page(sweep);
        for (int i = 0; i < 3; i++) {
            Judgement judgement = sweep.judgements().get(i);
            Setting setting = sweep.settings().get(i);
            assertThat(page)
                    .contains("<a href=\"" + setting.folder() + "/report.html\">" + setting.value() + "</a><br><small>"
                            + "optimizer.epochs=" + (9 - i) + "</small></th>")
                    .contains("<td rowspan=\"2\">" + judgement.verdict().said() + "</td>");
            for (int k = 0; k < 2; k++) {
                Judgement.Result result = judgement.results().get(k);
                assertThat(page)
                        .contains(cell(Numbers.fixed(result.first(), 3))
                                + cell(Numbers.fixed(result.second(), 3))
                                + cell(Numbers.signed(result.first() - result.second(), 3))
                                + cell(Figures.text(result.evidence().crossed().interval(.95)))
                                + "<td><b>" + judgement.decision(k) + "</b></td>");
            }
        }
        assertThat(sweep.judgements().stream()
                        .map(judgement -> judgement.results().getFirst().second()))
                .as("studies that differ, so that no row could be another's")
                .doesNotHaveDuplicates();
    }

    @Test
    void pageSaysWhatMayNotBeConcluded() throws IOException {
        assertThat(page(MadeUpStudy.sweep(folder.resolve("s"), 3, FRACTIONS)))
                .contains("<h1>made up &amp; small</h1>", "3 values of data.fraction · 3 seeds each")
                .contains("<p>" + Sweep.DESCRIPTIVE + "</p>")
                .contains("synthetic: shows that the instrument works", "uncalibrated: ")
                .contains("<h2>Plan</h2><p>SHA-256 ", "- data.fraction: 0.01\n  optimizer.epochs: 9\n");
    }

    @Test
    void figureHasItsDataBesideIt() throws IOException {
        Sweep sweep = MadeUpStudy.sweep(folder.resolve("s"), 8, FRACTIONS);
        String page = page(sweep);
        assertThat(page.split("<svg ", -1)).as("a panel for each endpoint").hasSize(3);
        assertThat(Files.readString(folder.resolve("s/sweep.svg")))
                .startsWith("<svg ")
                .contains(
                        ">data.fraction, logarithmic</text>", ">↑ two-head better</text>", ">↓ two-head better</text>")
                .contains("band: ±0.1 does not matter", "style=\"fill:#")
                .doesNotContain("var(--", "NaN");
        assertThat(ImageIO.read(folder.resolve("s/sweep.png").toFile()).getWidth())
                .isGreaterThanOrEqualTo(1000);
        List<String> lines = Files.readAllLines(folder.resolve("s/sweep.csv"));
        assertThat(lines).hasSize(1 + 3 * 2);
        Judgement.Result last = sweep.judgements().get(2).results().get(1);
        assertThat(lines.get(6))
                .startsWith("1,7,NME," + last.first() + "," + last.second() + "," + (last.first() - last.second()) + ","
                        + last.evidence().crossed().interval(.95).low())
                .endsWith(",data.fraction=1");
    }

    @Test
    void valueWithoutAVerdictIsNamedWithTheReason() throws IOException {
        Sweep whole = MadeUpStudy.sweep(folder.resolve("s"), 3, FRACTIONS);
        List<Setting> settings = whole.settings();
        Sweep some = new Sweep(
                whole.folder(),
                judged(whole, settings.subList(1, 2)),
                Map.of(
                        settings.get(0),
                        "single, seed 2: step 7 <",
                        settings.get(2),
                        "6 of 6 runs are still to finish"));
        some.write();
        assertThat(page(some))
                .contains("3 values of data.fraction, 2 of them without a verdict · 3 seeds each")
                .contains("<th>0.01<br><small>optimizer.epochs=9</small></th><td colspan=\"7\">no verdict: single, "
                        + "seed 2: step 7 &lt;</td>")
                .contains("no verdict: 6 of 6 runs are still to finish", "<a href=\"data.fraction=0.1/report.html\">")
                .doesNotContain("NaN", "data.fraction=0.01/report.html", "data.fraction=1/report.html");
        assertThat(folder.resolve("s/verdict.txt"))
                .content()
                .contains("\ndata.fraction=0.01, optimizer.epochs=9: no verdict: single, seed 2: step 7 <\n")
                .contains("\ndata.fraction=0.1, optimizer.epochs=8: "
                        + whole.judgements().get(1).verdict().said());
        assertThat(folder.resolve("s/verdict.json"))
                .content()
                .contains("\"missing\" : \"6 of 6 runs are still to finish\"");
        assertThat(Files.readAllLines(folder.resolve("s/sweep.csv"))).hasSize(1 + 2);
    }

    private static SequencedMap<Setting, Judgement> judged(Sweep whole, List<Setting> settings) {
        SequencedMap<Setting, Judgement> judged = new LinkedHashMap<>(whole.judged());
        judged.keySet().retainAll(settings);
        return judged;
    }

    @Test
    void sweepAccountsForEveryValueOfItsPlan() throws IOException {
        Sweep whole = MadeUpStudy.sweep(folder.resolve("s"), 1, FRACTIONS);
        List<Setting> settings = whole.settings();
        assertThatThrownBy(() -> new Sweep(
                        whole.folder(), judged(whole, settings.subList(0, 2)), Map.of(settings.get(0), "twice")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Sweep: of [data.fraction=0.01, ");
    }

    @Test
    void oneSeedShowsEffectsWithoutIntervals() throws IOException {
        assertThat(page(MadeUpStudy.sweep(folder.resolve("s"), 1, FRACTIONS)))
                .contains("one seed: no verdict", "no decision", cell("–"), "1 seed each")
                .doesNotContain("NaN");
        assertThat(Files.readAllLines(folder.resolve("s/sweep.csv")).get(1)).contains(",,,,,no decision,");
    }

    @Test
    void logarithmicAxisWhereValuesSpanMoreThanADecade() throws IOException {
        SweepAxis axis = axis("data.fraction", "1", "0.01", "0.1");
        assertThat(axis.measures()).isEqualTo("data.fraction, logarithmic");
        assertThat(axis.at()[0]).isCloseTo(300, ROUNDING);
        assertThat(axis.at()[1]).isCloseTo(100, ROUNDING);
        assertThat(axis.at()[2]).isCloseTo(200, ROUNDING);
        assertThat(axis.order()).containsExactly(1, 2, 0);
    }

    @Test
    void linearAxisWithinADecadeAndWhereZeroIs() throws IOException {
        SweepAxis narrow = axis("network.width", "0.1", "0.3", "1");
        assertThat(narrow.measures()).isEqualTo("network.width");
        assertThat(narrow.at()[1]).isCloseTo(100 + 200 * .2 / .9, ROUNDING);
        SweepAxis zero = axis("data.synthetic.sharing", "0", "1", "4");
        assertThat(zero.measures()).isEqualTo("data.synthetic.sharing");
        assertThat(zero.at()).containsExactly(100, 150, 300);
    }

    @Test
    void oneValueAloneStandsInTheMiddle() throws IOException {
        List<Setting> two = Plans.resolve("fractions", null, Map.of()).sweep();
        assertThat(SweepAxis.of(two.subList(0, 1), 100, 300).at()).containsExactly(200);
    }

    @Test
    void valuesThatAreNoNumbersStandSideBySide() throws IOException {
        SweepAxis axis = axis("network.weights", "scratch.safetensors", "null", "imagenet.pth");
        assertThat(axis.texts()).containsExactly("scratch.safetensors", "null", "imagenet.pth");
        assertThat(axis.at()).containsExactly(100, 200, 300);
    }

    @Test
    void valuesWithoutRoomAreLeftOut() throws IOException {
        List<Drawing.Shape> shapes = new ArrayList<>();
        axis("optimizer.rate", "0.001", "0.00101", "0.5").draw(shapes, 0);
        assertThat(shapes.stream().map(shape -> ((Drawing.Words) shape).text()))
                .containsExactly("0.001", "0.5", "optimizer.rate, logarithmic");
    }

    /** From 100 to 300 pixels. */
    private SweepAxis axis(String key, String... values) throws IOException {
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(
                plan,
                Stream.of(values)
                        .map(value -> "{" + key + ": " + value + "}")
                        .collect(Collectors.joining(", ", "sweep: [", "]")));
        return SweepAxis.of(Plans.resolve(null, plan, Map.of()).sweep(), 100, 300);
    }

    private static String page(Sweep sweep) throws IOException {
        assertThat(SweepReport.write(sweep)).isEmpty();
        return Files.readString(sweep.folder().path().resolve("sweep.html"));
    }

    private static String cell(String text) {
        return "<td class=\"number\">" + text + "</td>";
    }
}
