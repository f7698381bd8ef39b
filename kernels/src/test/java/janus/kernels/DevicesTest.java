package janus.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            assertThat(device.description()).contains("chosen because this build has no CUDA device");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "cuda:1", "cuda:bf16"})
    void cudaIsNeverReplacedByAnotherDevice(String name) {
        assertThatThrownBy(() -> Devices.open(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this build has no CUDA device; use cpu or auto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cpu:0", "cpu:", "cpu:-1", "cpu:99999", "cpu:2:lax", "CPU", "cudart"})
    void anUnknownNameIsAnsweredInOneLine(String name) {
        assertThatThrownBy(() -> Devices.open(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no device \"" + name + "\"; use auto, cpu, cpu:THREADS, cpu:strict or reference");
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
