package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import janus.models.study.Plan;
import janus.models.study.Plans;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class WorkOptionsTest {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private static WorkOptions.Workers workers(String preset, String... args) throws IOException {
        Plan plan = Plans.resolve(preset, null, Map.of());
        return CommandLine.populateCommand(new WorkOptions(), args).workers(plan, plan.runs());
    }

    @Test
    void saysHowManyRunsASmallPlanMakesAtATimeAndHowToChangeIt() throws IOException {
        WorkOptions.Workers workers = workers("quick", "--device", "cpu:strict");
        // a machine of one thread, or of less than two gibibytes, has one process
        if (workers.count() == 1) {
            assertThat(workers.devices()).containsExactly("cpu:strict");
            assertThat(workers.said()).endsWith("; several with --jobs N");
        } else {
            assertThat(workers.devices()).containsOnly("cpu:1:strict").hasSizeBetween(2, THREADS);
            assertThat(workers.said())
                    .isEqualTo(workers.count() + " runs at a time, on one thread each, as their models are small; one "
                            + "on all threads with --jobs 1");
        }
        assertThat(workers("quick").count()).as("auto is the cpu").isEqualTo(workers.count());
    }

    @Test
    void largeModelsHaveAllThreads() throws IOException {
        assertThat(workers("celeba"))
                .isEqualTo(new WorkOptions.Workers(
                        List.of("auto"), "one run at a time, on all threads; several with --jobs N"));
    }

    @Test
    void jobsThatAreNamedWin() throws IOException {
        assertThat(workers("quick", "--jobs", "1"))
                .isEqualTo(new WorkOptions.Workers(List.of("auto"), ""))
                .isEqualTo(workers("celeba", "--jobs", "1"));
        assertThat(workers("quick", "--jobs", "3"))
                .isEqualTo(new WorkOptions.Workers(StudyJobs.threads("cpu", THREADS / 3, 3), ""))
                .isEqualTo(workers("celeba", "--jobs", "3"));
        assertThatThrownBy(() -> workers("quick", "--jobs", "0"))
                .isInstanceOf(DataException.class)
                .hasMessage("command line: --jobs is 0; give 1 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "cuda:1:bf16", "reference", "cpu:4", "cpu:4:strict"})
    void nothingIsChosenForADeviceThatSaysHowItWorks(String device) throws IOException {
        assertThat(workers("quick", "--device", device)).isEqualTo(new WorkOptions.Workers(List.of(device), ""));
        assertThat(workers("quick", "--devices", device + ",cpu"))
                .isEqualTo(new WorkOptions.Workers(List.of(device, "cpu"), ""));
    }
}
