package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.KernelTable;
import janus.kernels.KernelTableFile;
import janus.kernels.Tuner;
import janus.kernels.cpu.ConvolutionKey.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelTunerTest {
    @Test
    void whatWasFastestIsATable() {
        ConvolutionSize one = new ConvolutionSize(8, 16, 6, 6, 16, 3, 3, 1, 1);
        ConvolutionSize strided = new ConvolutionSize(8, 16, 6, 6, 16, 3, 3, 2, 0);
        try (CpuDevice device = new CpuDevice(1, false, "", ConvolutionTable.builtIn())) {
            KernelTuner tuner = new KernelTuner(device, List.of(strided, one, one), 1e-3);
            assertThat(tuner.count()).isEqualTo(3);
            List<Tuner.Result> results = tuner.run(_ -> {});
            assertThat(results).extracting(Tuner.Result::size).containsOnly(one);
            KernelTable<ConvolutionKey, Algorithm> table = ConvolutionTable.parse(
                    new KernelTableFile("t", "t", tuner.csv(List.of("tuned")).getBytes(StandardCharsets.UTF_8)));
            for (Tuner.Result result : results) {
                assertThat(result.bestSeconds()).isPositive().isLessThanOrEqualTo(result.beforeSeconds());
                Direction direction = Direction.values()[results.indexOf(result)];
                assertThat(table.choice(ConvolutionKey.of(direction, one))).hasToString(result.best());
            }
            assertThat(device.bytesInUse()).isZero();
        }
    }

    @Test
    void devicesWithoutATableAreRefused() {
        try (Device device = Devices.open("cpu:1:strict")) {
            assertThatThrownBy(() -> device.tuner(List.of(), 1))
                    .hasMessage("it takes no algorithm from a table; use cpu, cpu:THREADS or cuda");
        }
    }
}
