package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.celeba.Progress;
import janus.kernels.Device;
import janus.kernels.Devices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemoryTest {
    @TempDir
    private Path folder;

    @Test
    void stepsTakeNoMoreThanIsReckonedWith() throws IOException {
        Path data = SmallFaces.write(folder.resolve("data"), 8, 7);
        for (String width : new String[] {"0.25", "0.0625"}) {
            Config config =
                    SmallFaces.config(data, Map.of("data.size", "64", "network.width", width, "optimizer.batch", "32"));
            try (Device device = Devices.open("cpu:1");
                    FaceData faces = Faces.labels(config, Progress.NONE);
                    BlankSteps steps = new BlankSteps("two-head", config, device, faces)) {
                long before = device.bytesInUse();
                steps.step();
                assertThat(device.peakBytes() - before)
                        .isLessThan(Memory.stepBytes(config))
                        .isGreaterThan(Memory.stepBytes(config) / 8);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"network.split, 4, false", "network.split, 2, true", "diagnostics.every, 3, true"})
    void stepsAreTriedUnlessTheRuleCoversThem(String key, String value, boolean tried) throws IOException {
        Config config = SmallFaces.config(SmallFaces.write(folder.resolve("data"), 8, 7), Map.of(key, value));
        try (Device device = Devices.open("cpu:1");
                FaceData faces = Faces.labels(config, Progress.NONE)) {
            Memory.require(config, device, faces);
            assertThat(device.peakBytes() > 0).isEqualTo(tried);
        }
    }

    @Test
    void batchBeyondTheHeapIsRefusedWithTheLargestThatFits() throws IOException {
        Path data = SmallFaces.write(folder.resolve("data"), 8, 7);
        Config config = SmallFaces.config(data, Map.of("optimizer.batch", "1000000"));
        try (Device looking = Devices.open("cpu:1");
                Device device = Devices.open("cpu:1");
                FaceData faces = Faces.labels(config, Progress.NONE)) {
            Memory.Need need = Memory.need(config, looking, faces);
            long fits = (Runtime.getRuntime().maxMemory() - need.fixed()) / (need.perImage() + need.loaded());
            assertThatThrownBy(() -> Memory.require(config, device, faces))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("optimizer.batch 1000000: needs about ")
                    .hasMessageEndingWith("the largest batch that fits is " + fits + ", or raise -Xmx");
        }
    }
}
