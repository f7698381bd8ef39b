package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LanesTest {
    /** What the flags of this JVM leave of the processor's vectors: the build sets both. */
    private static final int MOST = Integer.getInteger("janus.lanes.most", Layout.BLOCK);

    // vectors have at least 128 bits: where 4 lanes are the most, they are exactly 4
    @Test
    void vectorsAreAsWideAsTheFlagsAllow() {
        assertThat(Lanes.COUNT).isBetween(4, MOST);
        try (Device device = Devices.open("cpu:1")) {
            assertThat(device.description()).contains("vectors of " + Lanes.COUNT + " lanes");
        }
    }

    @Test
    void noVectorOfABufferLiesInTwoLines() throws ReflectiveOperationException {
        // of an array at a multiple of 64 bytes; to import the class is a warning that cannot be suppressed
        int header = Class.forName("sun.misc.Unsafe")
                .getField("ARRAY_FLOAT_BASE_OFFSET")
                .getInt(null);
        try (Device device = Devices.open("cpu:1")) {
            Shape shape = Shape.of(3, 5, 1, 1);
            Arena.Slot slot = new Arena.Slot(shape, Role.PLAIN);
            List<Buffer> buffers =
                    new ArrayList<>(device.arena(List.of(slot, slot)).views());
            for (Role role : List.of(Role.ACTIVATION, Role.FILTER, Role.IMAGE)) {
                buffers.add(device.allocate(shape, role));
            }
            assertThat(buffers).allSatisfy(buffer -> {
                int offset = CpuBuffer.of(buffer).offset();
                assertThat((header + offset * Float.BYTES) % 64).isZero();
            });
        }
    }
}
