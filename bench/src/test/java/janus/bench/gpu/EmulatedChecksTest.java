package janus.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.bench.gpu.Verdict.State;
import janus.kernels.Device;
import janus.kernels.cuda.EmulatedDevices;
import janus.kernels.cuda.Emulation;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks whose steps a GPU replays, on the emulated one. */
final class EmulatedChecksTest {
    private static final Size SMALL = new Size(.125, 32, 4);

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:0:bf16"})
    void replaysOfAStepEndInTheBitsOfAPlainOne(String device) {
        assertPassed(device, 52, RepeatsCheck::run);
    }

    @Test
    void memoryOfTheRecordingStepIsEnoughForItsReplays() {
        assertPassed("cuda:0", 199, LeakCheck::run);
    }

    private static void assertPassed(String device, int replays, Run check) {
        Emulation emulation = EmulatedDevices.load();
        long before = emulation.report().graphLaunches();
        Verdict verdict = check.run(EmulatedDevices::open, device, SMALL);
        assertThat(verdict.state()).as(verdict.line()).isEqualTo(State.PASSED);
        assertThat(emulation.report().graphLaunches()).as("replays").isEqualTo(before + replays);
    }

    @FunctionalInterface
    private interface Run {
        Verdict run(Function<String, Device> open, String device, Size size);
    }
}
