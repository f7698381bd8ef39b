package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.OutOfDeviceMemory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class KeptTest {
    @AutoClose
    private final Workers workers = new Workers(1);

    @Test
    void productWhosePanelsAreLongerThanAnArrayIsRefused() {
        View none = new View(new float[0], 0);
        CpuMatmul matmul = new CpuMatmul(workers);
        // 3 billion numbers of b
        assertThatThrownBy(() -> matmul.run(4, 3_000_000, 1_000, false, false, none, none, false, none))
                .isInstanceOf(OutOfDeviceMemory.class)
                .hasMessageContaining("more than an array holds");
    }
}
