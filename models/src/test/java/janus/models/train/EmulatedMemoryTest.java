package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.celeba.Progress;
import janus.kernels.Device;
import janus.kernels.Room;
import janus.kernels.cuda.EmulatedDevices;
import janus.kernels.cuda.Emulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch on a GPU has to fit the GPU's memory with what a step needs, and the heap with its images. */
final class EmulatedMemoryTest {
    private static final long TOTAL = 4L << 30;
    private static final long ENDLESS = 1L << 50;

    @TempDir
    private Path folder;

    @Test
    void batchBeyondTheGpuIsRefusedWithTheLargestThatFits() throws IOException {
        EmulatedDevices.load();
        Config config = config("1000000");
        Memory.Need need;
        try (Device looking = EmulatedDevices.open("cuda:0");
                FaceData faces = Faces.labels(config, Progress.NONE)) {
            need = Memory.need(config, looking, faces);
        }
        try (Device device = EmulatedDevices.open("cuda:0");
                FaceData faces = Faces.labels(config, Progress.NONE)) {
            long fits = (device.room().bytes() - need.fixed()) / need.perImage();
            assertThat(fits).isPositive();
            assertThatThrownBy(() -> Memory.require(config, device, faces))
                    .isInstanceOf(DataException.class)
                    .hasMessageMatching(
                            "optimizer.batch 1000000: needs about \\d+ MiB of the GPU's memory, there are \\d+; "
                                    + "the largest batch that fits is " + fits + ", or free the GPU of other programs");
        }
    }

    @Test
    void batchThatAGpuHasRoomForMayBeTooMuchForTheHeap() throws IOException {
        Emulation emulation = EmulatedDevices.load();
        Config config = config("10000000");
        emulation.memory(ENDLESS);
        try (Device device = EmulatedDevices.open("cuda:0");
                FaceData faces = Faces.labels(config, Progress.NONE)) {
            assertThatThrownBy(() -> Memory.require(config, device, faces))
                    .isInstanceOf(DataException.class)
                    .hasMessageMatching("optimizer.batch 10000000: needs about \\d+ MiB of heap, there are \\d+; "
                            + "the largest batch that fits is \\d+, or raise -Xmx");
        } finally {
            emulation.memory(TOTAL);
        }
    }

    @Test
    void batchThatTheHeapHasNoRoomToTrainOnFitsALargeGpu() throws IOException {
        Emulation emulation = EmulatedDevices.load();
        long heap = Room.heap().bytes();
        // a cpu would need a gradient and more of every map beside the images
        Config config = config(Long.toString(heap / (10 * 3 * Float.BYTES * 32 * 32)));
        assertThat(Memory.stepBytes(config)).isGreaterThan(heap);
        emulation.memory(ENDLESS);
        try (Device device = EmulatedDevices.open("cuda:0");
                FaceData faces = Faces.labels(config, Progress.NONE)) {
            assertThatCode(() -> Memory.require(config, device, faces)).doesNotThrowAnyException();
        } finally {
            emulation.memory(TOTAL);
        }
    }

    private Config config(String batch) throws IOException {
        return SmallFaces.config(
                SmallFaces.write(folder.resolve("data"), 8, 7), Map.of("optimizer.batch", batch, "device", "cuda:0"));
    }
}
