package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Room;
import janus.kernels.Shape;
import org.junit.jupiter.api.Test;

/** How much memory a GPU's buffers can have. */
class EmulatedRoomTest {
    private static final long TOTAL = 4L << 30;
    private static final Shape MEBIBYTE = Shape.of(1 << 18);

    @Test
    void roomIsWhatTheGpuHasFreeAndWhatTheDeviceHolds() {
        Emulation emulation = EmulatedDevices.load();
        try (Device device = EmulatedDevices.open("cuda:0")) {
            Room room = device.room();
            assertThat(room.ofHeap()).isFalse();
            assertThat(room.bytes())
                    .isEqualTo(TOTAL - emulation.report().bytes())
                    .isPositive();
            Buffer buffer = device.allocate(MEBIBYTE, Role.PLAIN);
            assertThat(device.room()).as("in use").isEqualTo(room);
            device.free(buffer);
            assertThat(device.room()).as("waiting in the pool").isEqualTo(room);
            emulation.memory(2 * TOTAL);
            assertThat(device.room().bytes()).isEqualTo(room.bytes() + TOTAL);
        } finally {
            emulation.memory(TOTAL);
        }
    }

    @Test
    void whatOthersHoldIsNoRoom() {
        EmulatedDevices.load();
        try (Device device = EmulatedDevices.open("cuda:0");
                Device other = EmulatedDevices.open("cuda:0")) {
            long before = device.room().bytes();
            other.allocate(MEBIBYTE, Role.PLAIN);
            assertThat(device.room().bytes()).isEqualTo(before - 4L * MEBIBYTE.size());
        }
    }

    @Test
    void memoryReservedForALibraryIsNoRoomForBuffers() {
        EmulatedDevices.load();
        try (Context context = new Context(0);
                Memory memory = new Memory(context, "cuda:0")) {
            memory.reserve(1 << 20);
            assertThat(memory.forBuffers()).isZero();
            memory.take(1 << 20);
            assertThat(memory.forBuffers()).isEqualTo(1 << 20);
        }
    }
}
