package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Device;
import org.junit.jupiter.api.Test;

final class LanesTest {
    /** What the flags of this JVM leave of the processor's vectors: the build sets both. */
    private static final int MOST = Integer.getInteger("janus.lanes.most", Layout.BLOCK);

    // vectors have at least 128 bits: where 4 lanes are the most, they are exactly 4
    @Test
    void vectorsAreAsWideAsTheFlagsAllow() {
        assertThat(Lanes.COUNT).isBetween(4, MOST);
        try (Device device = new CpuDevice(1)) {
            assertThat(device.description()).contains("vectors of " + Lanes.COUNT + " lanes");
        }
    }
}
