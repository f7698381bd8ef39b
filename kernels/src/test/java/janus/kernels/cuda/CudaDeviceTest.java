package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.OutOfDeviceMemory;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Triple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jcuda.driver.CUcontext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a CUDA device promises beside its kernels, on the emulated GPU. */
class CudaDeviceTest {
    private static Emulation emulation;

    @AutoClose
    private final CudaDevice device = new CudaDevice(0, false);

    @BeforeAll
    static void load() {
        emulation = EmulatedDevices.load();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
    void whatIsUploadedComesBack(Role role) {
        // more than one slot of pinned memory, and odd channels
        Shape shape = role == Role.PLAIN ? Shape.of(3_000_001) : Shape.of(5, 7, 601, 103);
        float[] numbers = numbers(shape.size());
        Buffer buffer = device.allocate(shape, role);
        device.upload(numbers, buffer);
        float[] back = new float[numbers.length];
        device.download(buffer, back);
        assertThat(back).isEqualTo(numbers);
    }

    @Test
    void bytesArriveWhole() {
        // more than one slot of pinned memory, and an odd number of bytes
        int w = 1_500_001;
        byte[] bytes = new byte[3 * w];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i * 7919L % 251));
        Buffer pictures = device.allocate(Shape.of(1, 1, w, 3), Role.BYTES);
        Buffer map = device.allocate(Shape.of(1, 36), Role.PLAIN);
        Buffer images = device.allocate(Shape.of(1, 3, 1, w), Role.IMAGE);
        device.upload(bytes, pictures);
        device.upload(Triple.of(new double[] {1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1}), map);
        device.kernels().warp(1, 1, w, pictures, map, images);
        float[] back = new float[bytes.length];
        device.download(images, back);
        assertThat(IntStream.range(0, bytes.length)
                        .filter(i -> Math.round(255 * back[i % 3 * w + i / 3]) != (bytes[i] & 0xFF)))
                .isEmpty();
    }

    @Test
    void bytesAreUploadedToBytesAlone() {
        Buffer pictures = device.allocate(Shape.of(1, 1, 1, 3), Role.BYTES);
        Buffer plain = device.allocate(Shape.of(3), Role.PLAIN);
        String rule = ": bytes are uploaded to BYTES, to nothing else, and stay there";
        assertThatThrownBy(() -> device.upload(new float[3], pictures)).hasMessage("BYTES buffer [1, 1, 1, 3]" + rule);
        assertThatThrownBy(() -> device.download(pictures, new float[3])).hasMessageEndingWith(rule);
        assertThatThrownBy(() -> device.upload(new byte[3], plain)).hasMessage("PLAIN buffer [3]" + rule);
    }

    @Test
    void aLoopThatFreesWhatItAllocatesHoldsNoMore() {
        step();
        long held = device.bytesHeld();
        long allocations = emulation.report().allocationsEver();
        for (int i = 0; i < 5; i++) {
            step();
        }
        assertThat(device.bytesInUse()).isZero();
        assertThat(device.bytesHeld()).isEqualTo(held);
        assertThat(emulation.report().allocationsEver()).isEqualTo(allocations);
    }

    private void step() {
        Arena arena = device.arena(List.of(new Arena.Slot(Shape.of(9, 3, 3, 3), Role.FILTER)));
        Buffer x = device.allocate(Shape.of(2, 9, 8, 8), Role.ACTIVATION);
        Buffer mean = device.allocate(Shape.of(9), Role.PLAIN);
        Buffer variance = device.allocate(Shape.of(9), Role.PLAIN);
        device.kernels().fill(x.shape(), 1, x);
        device.kernels().batchStatistics(2, 9, 64, x, mean, variance);
        List.of(x, mean, variance).forEach(device::free);
        device.free(arena);
    }

    @Test
    void kernelsDoNotWaitForTheGpu() {
        Buffer x = device.allocate(Shape.of(2, 9, 8, 8), Role.ACTIVATION);
        Buffer y = device.allocate(Shape.of(1), Role.PLAIN);
        long waits = emulation.report().hostSynchronizations();
        device.upload(numbers(x.shape().size()), x);
        device.kernels().relu(x.shape(), x, x);
        device.kernels().sum(x.shape(), x, y);
        assertThat(emulation.report().hostSynchronizations()).isEqualTo(waits);
    }

    @Test
    void closingGivesEverythingBack() {
        long live = emulation.report().allocations();
        try (CudaDevice other = new CudaDevice(0, true)) {
            Buffer x = other.allocate(Shape.of(2, 9, 8, 8), Role.ACTIVATION);
            other.kernels().fill(x.shape(), 1, x);
            assertThat(emulation.report().allocations()).isGreaterThan(live);
        }
        assertThat(emulation.report().allocations()).isEqualTo(live);
    }

    @Test
    void aFullGpuIsToldInOneLine() {
        Buffer waiting = device.allocate(Shape.of(64 << 20), Role.PLAIN);
        device.free(waiting);
        long total = device.bytesHeld() + (300L << 20);
        emulation.memory(total);
        try {
            // 512 MiB fit only once the 256 that wait are let go
            Buffer fits = device.allocate(Shape.of(128 << 20), Role.PLAIN);
            assertThat(device.bytesHeld()).isEqualTo(512L << 20);
            assertThatThrownBy(() -> device.allocate(Shape.of(64 << 20), Role.PLAIN))
                    .isInstanceOf(OutOfDeviceMemory.class)
                    .hasMessage("cuda:0: no room for 256 MiB, 512 MiB in use of a GPU of " + (total >> 20)
                            + " MiB; lower the batch size, or free the GPU of other programs");
            device.free(fits);
        } finally {
            emulation.memory(4L << 30);
        }
    }

    @Test
    void aBufferOfAnotherDeviceIsRefused() {
        try (CudaDevice other = new CudaDevice(0, false)) {
            Buffer x = other.allocate(Shape.of(4), Role.PLAIN);
            assertThatThrownBy(() -> device.kernels().relu(x.shape(), x, x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("PLAIN buffer [4] is not a buffer of cuda:0");
        }
    }

    @Test
    void aFreedBufferIsRefused() {
        Buffer x = device.allocate(Shape.of(4), Role.PLAIN);
        device.free(x);
        assertThatThrownBy(() -> device.free(x)).hasMessage("PLAIN buffer [4] was freed");
        assertThatThrownBy(() -> device.download(x, new float[4])).hasMessage("PLAIN buffer [4] was freed");
    }

    @Test
    void aViewIsNotFreedByItself() {
        Arena arena = device.arena(List.of(new Arena.Slot(Shape.of(4), Role.PLAIN)));
        assertThatThrownBy(() -> device.free(arena.views().getFirst()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("PLAIN buffer [4] is a view of an arena; free the arena");
    }

    @Test
    void aGpuThatIsNotThereIsToldInOneLine() {
        assertThatThrownBy(() -> new CudaDevice(99, false))
                .isInstanceOf(CudaUnavailable.class)
                .hasMessageStartingWith("cuda: no GPU 99, this machine has ");
    }

    /** As when the thread works with another GPU meanwhile. */
    @Test
    void everyCallComesBackToTheDevicesOwnContext() {
        Shape z = Shape.of(1, 4, 2, 2);
        List<Buffer> buffers = new ArrayList<>();
        apart(() -> buffers.add(device.allocate(z, Role.ACTIVATION)));
        apart(() -> device.upload(numbers(z.size()), buffers.getFirst()));
        apart(() -> device.kernels().relu(z, buffers.getFirst(), buffers.getFirst()));
        Arena.Slot filter = new Arena.Slot(Shape.of(4, 4, 1, 1), Role.FILTER);
        List<Arena> arenas = new ArrayList<>(List.of(device.arena(List.of(filter))));
        device.free(arenas.removeFirst());
        // of memory that waits for it
        apart(() -> arenas.add(device.arena(List.of(filter))));
        ConvolutionSize size = new ConvolutionSize(1, 4, 2, 2, 4, 1, 1, 1, 0);
        Buffer w = arenas.getFirst().views().getFirst();
        apart(() -> device.kernels().convolution(size, buffers.getFirst(), w, device.allocate(z, Role.ACTIVATION)));
        Buffer m = device.allocate(Shape.of(2, 2), Role.PLAIN);
        device.kernels().fill(m.shape(), 1, m);
        Buffer product = device.allocate(Shape.of(2, 2), Role.PLAIN);
        apart(() -> device.kernels().matmul(2, 2, 2, false, false, m, m, false, product));
        for (int run = 0; run < 3; run++) {
            apart(() -> device.repeat("fill", () -> device.kernels().fill(m.shape(), 2, m)));
        }
        float[] read = new float[4];
        apart(() -> device.download(m, read));
        apart(() -> device.free(arenas.getFirst()));
        apart(device::synchronize);
        assertThat(read).containsOnly(2);
    }

    private static void apart(Runnable work) {
        EmulatedContext.succeeds(cuCtxSetCurrent(new CUcontext()));
        work.run();
    }

    @Test
    void aClosedDeviceAllocatesNothing() {
        CudaDevice other = new CudaDevice(0, false);
        other.close();
        assertThatThrownBy(() -> other.allocate(Shape.of(1), Role.PLAIN)).hasMessage("cuda:0 is closed");
    }

    @Test
    void sizeClassesWasteAnEighthAtMost() {
        List<Long> wasteful = new ArrayList<>();
        for (long bytes = 1; bytes < 1L << 40; bytes += 1 + bytes / 7) {
            long size = Memory.sizeClass(bytes);
            if (size < bytes || size > Math.max(bytes + bytes / 8, bytes + 512)) {
                wasteful.add(bytes);
            }
        }
        assertThat(wasteful).isEmpty();
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        IntStream.range(0, count).forEach(i -> numbers[i] = (i * 7919L % 10_007 - 5000) / 256f);
        return numbers;
    }
}
