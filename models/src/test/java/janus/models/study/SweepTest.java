package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import janus.models.train.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepTest {
    @TempDir
    private Path folder;

    @Test
    void everyFractionTakesAsManyUpdatesOfWholeBatches() throws IOException {
        List<Plan> studies = Plans.resolve("fractions", null, Map.of()).studies();
        assertThat(studies).hasSize(3);
        for (Plan study : studies) {
            Config config = study.training();
            double images = config.data().fraction() * config.data().synthetic().train();
            double steps = images / config.optimizer().batch();
            assertThat(steps).as(study.title()).isEqualTo(Math.rint(steps)).isPositive();
            assertThat(steps * config.optimizer().epochs()).as(study.title()).isEqualTo(400);
        }
    }

    @Test
    void studiesDifferInWhatTheSweepSetsAlone() throws IOException {
        Plan plan = Plans.resolve("fractions", null, Map.of("optimizer.rate", "0.01"));
        Plan first = plan.studies().getFirst();
        assertThat(first.title()).isEqualTo("fractions of the data, data.fraction=0.01");
        assertThat(first.sweep()).isEmpty();
        assertThat(first.arms()).isEqualTo(plan.arms());
        assertThat(first.seeds()).isEqualTo(plan.seeds());
        assertThat(Plans.yaml(first))
                .isEqualTo(Plans.yaml(plan.studies().getLast())
                        .replace("data.fraction=1", "data.fraction=0.01")
                        .replace("fraction: 1.0", "fraction: 0.01")
                        .replace("epochs: 4", "epochs: 400"))
                .contains("rate: 0.01");
    }

    @Test
    void planWithASweepComesBackFromItsYaml() throws IOException {
        Plan plan = Plans.resolve("fractions", null, Map.of());
        Path written = folder.resolve("plan.yaml");
        Files.writeString(written, Plans.yaml(plan));
        assertThat(Plans.resolve(null, written, Map.of())).isEqualTo(plan);
        assertThat(plan.runs()).isEqualTo(48);
    }

    @Test
    void planWithoutASweepSaysNothingOfOne() throws IOException {
        Plan plan = Plans.resolve("quick", null, Map.of());
        assertThat(Plans.yaml(plan)).doesNotContain("sweep");
        assertThat(plan.studies()).containsExactly(plan);
        assertThat(plan.runs()).isEqualTo(16);
    }

    @Test
    void armMayNotSetWhatTheSweepSets() throws IOException {
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, """
                sweep: [{loss.weights.landmarks: 1}, {loss.weights.landmarks: 6}]
                arms:
                  two-head: {models: [two-head]}
                  single: {models: [attributes, landmarks], loss.weights: {attributes: 1, landmarks: 9}}
                """);
        assertThatThrownBy(() -> Plans.resolve(null, file, Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ":4: arms.single is loss.weights; give keys that no sweep sets");
    }

    @Test
    void foldersAreNamedByTheFirstKeyAndPlainly() throws IOException {
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, "sweep: [{optimizer.rate: 1e-4}, {optimizer.rate: 0.50}]");
        assertThat(Plans.resolve(null, file, Map.of()).sweep().stream().map(Setting::folder))
                .containsExactly("optimizer.rate=0.0001", "optimizer.rate=0.5");
        Files.writeString(file, "sweep: [{data.folder: /a/b c}, {data.folder: null}]");
        assertThat(Plans.resolve(null, file, Map.of()).sweep().stream().map(Setting::folder))
                .containsExactly("data.folder=-a-b-c", "data.folder=null");
    }
}
