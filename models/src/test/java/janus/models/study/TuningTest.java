package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import janus.celeba.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
    private static final long SEED = 1001;

    @TempDir
    private Path folder;

    private Plan plan;
    private Tuning tuning;

    @BeforeEach
    void plan() throws IOException {
        plan = Plans.resolve("quick", null, Map.of());
        Map<String, Tuning.Range> space = new LinkedHashMap<>();
        space.put("optimizer.rate", new Tuning.Range(.001, .1));
        space.put("optimizer.decay", new Tuning.Range(.01, .01));
        tuning = Tuning.of(plan, space, 3, 5);
    }

    @Test
    void everyArmIsTrainedAtTheSamePoints() {
        assertThat(tuning.trials()).doesNotHaveDuplicates();
        Plan runs = Plans.checked(tuning.runs(SEED));
        assertThat(runs.arms()).hasSize(6);
        assertThat(runs.seeds()).containsExactly(SEED);
        for (int trial = 1; trial <= 3; trial++) {
            Map<String, JsonNode> one = runs.arms().get("two-head.trial-" + trial);
            Map<String, JsonNode> two = runs.arms().get("single.trial-" + trial);
            assertThat(one.get("optimizer.rate")).isEqualTo(two.get("optimizer.rate"));
            assertThat(one.get("optimizer.rate").asDouble()).isBetween(.001, .1);
            assertThat(one.get("optimizer.decay").asDouble()).isEqualTo(.01);
            assertThat(two.get("models")).isEqualTo(plan.arms().get("single").get("models"));
        }
    }

    @Test
    void samePointsComeOfTheSameSeed() {
        Map<String, Tuning.Range> space = Map.of("optimizer.rate", new Tuning.Range(.001, .1));
        assertThat(Tuning.of(plan, space, 4, 1)).isEqualTo(Tuning.of(plan, space, 4, 1));
        assertThat(Tuning.of(plan, space, 4, 1)).isNotEqualTo(Tuning.of(plan, space, 4, 2));
    }

    /** A decade has a third of a range of three: of 3,000 points 1,000, and four binomial deviations are 103. */
    @Test
    void everyDecadeHasAsManyPoints() {
        Tuning many = Tuning.of(plan, Map.of("optimizer.rate", new Tuning.Range(.0001, .1)), 3_000, 1);
        for (double from : new double[] {.0001, .001, .01}) {
            assertThat(many.trials().stream()
                            .map(trial -> trial.get("optimizer.rate"))
                            .filter(rate -> rate >= from && rate < 10 * from))
                    .hasSizeBetween(897, 1103);
        }
    }

    @Test
    void armKeepsTheTrialWithTheLeastScoreSummedOverItsModels() throws IOException {
        StudyFolder study = StudyFolder.begin(folder.resolve("tune"), tuning.runs(SEED));
        double[] both = {2, 1.5, 1.8};
        double[][] single = {{.5, .9}, {.8, .8}, {.6, .7}};
        for (int trial = 0; trial < 3; trial++) {
            metrics(study, "two-head.trial-" + (trial + 1), "two-head,1,3", "two-head,2," + both[trial]);
            metrics(
                    study,
                    "single.trial-" + (trial + 1),
                    "attributes,1," + single[trial][0],
                    "landmarks,1," + single[trial][1],
                    "landmarks,2,5");
        }
        List<Tuning.Result> results = tuning.results(study);
        Plan chosen = tuning.chosen(results);
        assertThat(chosen.arms().get("two-head").get("optimizer.rate").asDouble())
                .isEqualTo(tuning.trials().get(1).get("optimizer.rate"));
        assertThat(chosen.arms().get("single").get("optimizer.rate").asDouble())
                .isEqualTo(tuning.trials().get(2).get("optimizer.rate"));
        assertThat(tuning.csv(results).lines())
                .hasSize(7)
                .contains("two-head,2," + tuning.trials().get(1).get("optimizer.rate") + ",0.01,1.5")
                .first()
                .isEqualTo("arm,trial,optimizer.rate,optimizer.decay,score");
        Path written = folder.resolve("tuned.yaml");
        Files.writeString(written, Plans.yaml(chosen));
        assertThat(Plans.resolve(null, written, Map.of())).isEqualTo(chosen);
    }

    @Test
    void trialWithoutAScoreIsTheWorst() throws IOException {
        StudyFolder study = StudyFolder.begin(folder.resolve("tune"), tuning.runs(SEED));
        for (int trial = 1; trial <= 3; trial++) {
            metrics(study, "two-head.trial-" + trial, "two-head,1," + (trial == 3 ? "2" : ""));
            metrics(study, "single.trial-" + trial, "attributes,1,1", "landmarks,1,", "landmarks,2,1");
        }
        List<Tuning.Result> results = tuning.results(study);
        assertThat(tuning.csv(results)).containsPattern("two-head,1,[^,]+,0.01,\n");
        assertThat(tuning.chosen(results)
                        .arms()
                        .get("two-head")
                        .get("optimizer.rate")
                        .asDouble())
                .isEqualTo(tuning.trials().get(2).get("optimizer.rate"));
        List<Tuning.Result> none =
                List.of(new Tuning.Result("two-head", 0, 1), new Tuning.Result("single", 0, Double.POSITIVE_INFINITY));
        assertThatThrownBy(() -> tuning.chosen(none))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("arm single: no trial has a validation score");
    }

    private static void metrics(StudyFolder study, String arm, String... lines) throws IOException {
        Path run = Files.createDirectories(study.run(new StudyFolder.Entry(arm, SEED)));
        Files.writeString(run.resolve("metrics.csv"), "model,epoch,score\n" + String.join("\n", lines) + "\n");
    }

    @Test
    void rangeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new Tuning.Range(.1, .01))
                .isInstanceOf(DataException.class)
                .hasMessage("command line: --vary from 0.1 to 0.01; give a range above 0, the smaller end first");
    }
}
