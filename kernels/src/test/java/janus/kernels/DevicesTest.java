package janus.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.cuda.CudaUnavailable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DevicesTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    @ParameterizedTest
    @CsvSource({"reference, reference", "cpu:1, cpu:1", "cpu:4, cpu:4", "cpu:2:strict, cpu:2:strict"})
    void aDeviceOpensByName(String name, String resolved) {
        try (Device device = Devices.open(name)) {
            assertThat(device.name()).isEqualTo(resolved);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu:2"})
    void viewsOfAnArenaBeginWhereItSays(String name) {
        try (Device device = Devices.open(name)) {
            Arena arena = device.arena(List.of(slot(3), slot(17), slot(1)));
            for (int i = 0; i < 3; i++) {
                Buffer view = arena.views().get(i);
                double[] numbers = new double[view.shape().size()];
                numbers[0] = i + 1;
                device.upload(numbers, view);
            }
            double[] flat = new double[arena.flat().shape().size()];
            device.download(arena.flat(), flat);
            for (int i = 0; i < 3; i++) {
                assertThat(flat[arena.start(i)]).isEqualTo(i + 1);
            }
            assertThat(arena.start(3)).isEqualTo(flat.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu:2"})
    void anArenaOfNothingHasAFlatViewToo(String name) {
        try (Device device = Devices.open(name)) {
            Arena arena = device.arena(List.of());
            double[] flat = new double[arena.flat().shape().size()];
            device.download(arena.flat(), flat);
            assertThat(flat).isNotEmpty().containsOnly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu:2"})
    void whatWasGivenBackIsRefused(String name) {
        Device device = Devices.open(name);
        Buffer freed = device.allocate(Shape.of(4), Role.PLAIN);
        Buffer view = device.arena(List.of(slot(4))).views().getFirst();
        device.free(freed);
        assertThatIllegalStateException().isThrownBy(() -> device.free(freed));
        assertThatIllegalStateException().isThrownBy(() -> device.download(freed, new float[4]));
        assertThatIllegalStateException().isThrownBy(() -> device.free(view));
        device.close();
        assertThatIllegalStateException().isThrownBy(() -> device.allocate(Shape.of(4), Role.PLAIN));
    }

    @Test
    void cpuTakesAgainWhatWasGivenBackAndWastesAQuarterAtMost() {
        try (Device device = Devices.open("cpu:1")) {
            device.free(device.allocate(Shape.of(1000), Role.PLAIN));
            long held = device.bytesHeld();
            device.free(device.allocate(Shape.of(900), Role.PLAIN));
            assertThat(device.bytesHeld()).isEqualTo(held);
            device.free(device.allocate(Shape.of(700), Role.PLAIN));
            assertThat(device.bytesHeld()).isGreaterThan(held);
            assertThat(device.bytesInUse()).isZero();
        }
    }

    private static Arena.Slot slot(int size) {
        return new Arena.Slot(Shape.of(size), Role.PLAIN);
    }

    @Test
    void cpuHasAThreadForEachProcessor() {
        try (Device device = Devices.open("cpu")) {
            assertThat(device.name()).isEqualTo("cpu:" + PROCESSORS);
        }
    }

    @Test
    void autoIsTheCpuAndSaysWhy() {
        try (Device device = Devices.open("auto")) {
            assertThat(device.name()).isEqualTo("cpu:" + PROCESSORS);
            assertThat(device.description()).endsWith("; a GPU must be named");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cuda, cuda:0",
        "cuda:1, cuda:1",
        "cuda:12, cuda:12",
        "cuda:bf16, cuda:0:bf16",
        "cuda:1:bf16, cuda:1:bf16",
        "cuda:tf32, cuda:0:tf32",
        "cuda:6:tf32, cuda:6:tf32",
        "cuda:cudnn-norm, cuda:0:cudnn-norm",
        "cuda:1:bf16:cudnn-norm, cuda:1:bf16:cudnn-norm"
    })
    void cudaIsNeverReplacedByAnotherDevice(String name, String resolved) {
        try (Device device = Devices.open(name)) {
            assertThat(device.name()).isEqualTo(resolved);
        } catch (CudaUnavailable e) {
            assertThat(e).hasMessage(e.what() + "; " + e.remedy());
            assertThat(e.getMessage()).doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gpu",
                "cpu:0",
                "cpu:",
                "cpu:-1",
                "cpu:99999",
                "cpu:2:lax",
                "CPU",
                "cudart",
                "cuda:",
                "cuda:-1",
                "cuda:01",
                "cuda:bf16:1",
                "cuda:cudnn-norm:bf16",
                "cuda:cudnn"
            })
    void anUnknownNameIsAnsweredInOneLine(String name) {
        assertThatThrownBy(() -> Devices.open(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no device \"" + name
                        + "\"; use auto, cpu, cpu:THREADS, cpu:strict, cuda, cuda:ORDINAL, cuda:bf16, "
                        + "cuda:tf32, cuda:cudnn-norm or reference");
    }

    @Test
    void moreThreadsThanCanTakeTurnsAreRefused() {
        int threads = 16 * PROCESSORS + 1;
        assertThatThrownBy(() -> Devices.open("cpu:" + threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%d threads for %d processors; use at most %d, better cpu"
                        .formatted(threads, PROCESSORS, threads - 1));
    }
}
