package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.celeba.DataException;
import janus.models.balance.Balancer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BalancedRunTest {
    @TempDir
    private Path temporary;

    private Path data;

    /** What a run ends with: all weights, then what each model's weighting keeps. */
    private record End(List<double[]> weights, List<Balancer.State> states, Path folder) {
        String balance() throws IOException {
            return Files.readString(folder.resolve("balance.csv"));
        }
    }

    @BeforeEach
    void drawFaces() throws IOException {
        data = SmallFaces.write(temporary.resolve("data"), 40, 7);
    }

    // 20 training images make 3 batches an epoch; the stop is asked before each training batch, then at validation
    @ParameterizedTest
    @CsvSource({
        "uw, grouped, 2",
        "dwa, grouped, 14",
        "rlw, grouped, 2",
        "famo, separate, 4",
        "gradnorm, grouped, 2",
        "pcgrad, separate, 1",
        "imtl-l, grouped, 5"
    })
    void runStoppedAnywhereEndsAsIfItWasNot(String weighting, String tasks, int asked) throws IOException {
        Config config = config(Map.of(
                "loss.weighting", weighting,
                "network.tasks", tasks,
                "optimizer.epochs", weighting.equals("dwa") ? "4" : "2"));
        End whole = train(config, "whole", Stop.NEVER);
        AtomicInteger asks = new AtomicInteger();
        assertThatThrownBy(() -> train(config, "broken", () -> asks.incrementAndGet() > asked))
                .isInstanceOf(Stop.Stopped.class);
        End broken = train(config, "broken", Stop.NEVER);
        assertSameBits(broken, whole);
        assertThat(broken.states().getFirst())
                .usingRecursiveComparison()
                .isEqualTo(whole.states().getFirst());
        assertThat(broken.balance()).isEqualTo(whole.balance());
    }

    @ParameterizedTest
    @MethodSource("janus.models.balance.Weightings#names")
    void everyWeightingTrainsToFiniteWeights(String weighting) throws IOException {
        End end = train(config(Map.of("loss.weighting", weighting, "optimizer.epochs", "1")), "run", Stop.NEVER);
        assertThat(end.weights()).allSatisfy(array -> {
            for (double value : array) {
                assertThat(value).isFinite();
            }
        });
        assertThat(Files.exists(end.folder().resolve("balance.csv"))).isEqualTo(!weighting.equals("equal"));
    }

    @Test
    void recordHasOneLineForEachTaskAndPair() throws IOException {
        End end = train(config(Map.of("loss.weighting", "nash-mtl", "network.tasks", "separate")), "run", Stop.NEVER);
        List<String> lines = end.balance().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("model,epoch,quantity,task,other,mean");
        // two epochs of 3 losses, weights and norms, 3 cosines and conflicts
        assertThat(lines).hasSize(1 + 2 * (3 * 3 + 2 * 3));
        assertThat(lines).anyMatch(line -> line.matches("two-head,2,cosine,landmarks,Large,-?[0-9.E-]+"));
        assertThat(lines).anyMatch(line -> line.startsWith("two-head,1,weight,Red,,"));
    }

    @Test
    void separateTasksOfEqualWeightLearnWhatTheirGroupDoes() throws IOException {
        End grouped = train(config(Map.of()), "grouped", Stop.NEVER);
        End separate = train(config(Map.of("network.tasks", "separate")), "separate", Stop.NEVER);
        for (int i = 0; i < grouped.weights().size(); i++) {
            // float64 sums in another order; Adam divides by gradients of 1e-4 at the least
            assertThat(separate.weights().get(i))
                    .containsExactly(grouped.weights().get(i), within(1e-6));
        }
    }

    @Test
    void gradientsInFeaturesAndInParametersDiffer() throws IOException {
        End features = train(config(Map.of("loss.weighting", "mgda-ub")), "features", Stop.NEVER);
        End same = train(config(Map.of("loss.weighting", "mgda", "loss.gradients", "features")), "same", Stop.NEVER);
        End parameters = train(config(Map.of("loss.weighting", "mgda")), "parameters", Stop.NEVER);
        assertSameBits(same, features);
        assertThat(parameters.balance()).isNotEqualTo(features.balance());
    }

    @Test
    void modelOfOneTaskTrainsAsWithoutAWeighting() throws IOException {
        Map<String, String> models = Map.of("models", "[two-head, landmarks]", "loss.weighting", "cagrad");
        End weighted = train(config(models), "weighted", Stop.NEVER);
        End alone = train(config(Map.of("models", "[landmarks]")), "alone", Stop.NEVER);
        int own = alone.weights().size();
        assertSameBits(
                new End(
                        weighted.weights()
                                .subList(
                                        weighted.weights().size() - own,
                                        weighted.weights().size()),
                        List.of(),
                        weighted.folder()),
                alone);
    }

    @Test
    void configurationThatLacksAKeyIsNotOneWhereItIsZero() throws IOException {
        String lacking = Configs.yaml(config(Map.of())).replaceAll("(?m)^ *split: .*\n", "");
        assertThatThrownBy(() -> Configs.parse(lacking, data))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        data + ": Missing creator property 'split' (index 6); it was written by another" + " version");
    }

    private Config config(Map<String, String> given) throws IOException {
        Map<String, String> overrides = new HashMap<>(Map.of("models", "[two-head]"));
        overrides.putAll(given);
        return SmallFaces.config(data, overrides);
    }

    private static void assertSameBits(End a, End b) {
        assertThat(a.weights()).hasSameSizeAs(b.weights());
        for (int i = 0; i < a.weights().size(); i++) {
            assertThat(a.weights().get(i)).containsExactly(b.weights().get(i));
        }
    }

    private End train(Config config, String name, Stop stop) throws IOException {
        Path path = temporary.resolve(name);
        return ShortRun.of(config, path, stop, (arms, _, _) -> {
            List<double[]> weights = new ArrayList<>();
            arms.forEach(arm -> arm.model().parameters().all().forEach(p -> weights.add(p.toDoubles())));
            List<Balancer.State> states =
                    arms.stream().map(arm -> arm.balancer().state()).toList();
            return new End(weights, states, path);
        });
    }
}
