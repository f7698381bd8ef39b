package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.FaceData;
import janus.celeba.Progress;
import janus.kernels.Device;
import janus.kernels.cuda.EmulatedDevices;
import janus.kernels.cuda.Emulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run's steps become on the CUDA device. */
class EmulatedArmTest {
    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({"equal, 1", "uw, 0", "pcgrad, 0"})
    void stepsOfFixedWeightsAreGraphsAndOthersAreNot(String weighting, int graphs) throws IOException {
        Emulation emulation = EmulatedDevices.load();
        Path data = SmallFaces.write(temporary.resolve("data"), 8, 7);
        Config config = SmallFaces.config(
                data, Map.of("loss.weighting", weighting, "optimizer.batch", "4", "optimizer.average", ".9"));
        FaceData faces = Faces.labels(config, Progress.NONE);
        try (Device device = EmulatedDevices.open("cuda:0");
                BlankSteps steps = new BlankSteps("two-head", config, device, faces)) {
            steps.step();
            for (int i = 0; i < 2; i++) {
                long before = emulation.report().graphLaunches();
                steps.step();
                assertThat(emulation.report().graphLaunches()).isEqualTo(before + graphs);
            }
        }
    }
}
