package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** When a branch of a recording ends: before its numbers are met, or those it reads overwritten. */
class EmulatedAsideTest {
    private static final ConvolutionSize Z = new ConvolutionSize(2, 8, 6, 6, 8, 3, 3, 1, 1);
    private static final long BYTES = 3 << 20;

    @AutoClose
    private final CudaDevice device = open();

    private final Buffer x = device.allocate(Shape.of(2, 8, 6, 6), Role.ACTIVATION);
    private final Buffer dy = device.allocate(Shape.of(2, 8, 6, 6), Role.ACTIVATION);
    private final Buffer dw = device.allocate(Shape.of(8, 8, 3, 3), Role.FILTER);
    private final Buffer other = device.allocate(Shape.of(2, 8, 6, 6), Role.ACTIVATION);
    private final Memory memory = ((CudaBuffer) x).storage().memory;
    private final List<Boolean> handedOn = new ArrayList<>();

    private static CudaDevice open() {
        EmulatedDevices.load();
        return new CudaDevice(0, false);
    }

    /** Notes whether a block that is given back now may be taken at once. */
    private void giveBackAndTake() {
        Block block = memory.take(BYTES);
        memory.giveBack(block);
        Block next = memory.take(BYTES);
        handedOn.add(next.address == block.address);
        memory.giveBack(next);
    }

    private void branch() {
        device.kernels().convolutionBackwardFilter(Z, x, dy, dw);
        giveBackAndTake();
    }

    @Test
    void memoryWaitsUntilTheResultIsMet() {
        record(() -> {
            branch();
            device.kernels().add(other.shape(), other, other, other);
            giveBackAndTake();
            device.kernels().multiply(dw.shape(), dw, dw, dw);
            giveBackAndTake();
        });
        assertThat(handedOn).containsExactly(false, false, true);
    }

    @Test
    void memoryWaitsUntilWhatIsReadIsOverwritten() {
        record(() -> {
            branch();
            device.kernels().add(x.shape(), x, dy, other);
            giveBackAndTake();
            device.kernels().add(dy.shape(), other, other, dy);
            giveBackAndTake();
        });
        assertThat(handedOn).containsExactly(false, false, true);
    }

    @Test
    void branchEndsBeforeTheNextIfMemoryWaits() {
        record(() -> {
            branch();
            device.kernels().convolutionBackwardFilter(Z, x, dy, dw);
            long before = device.bytesHeld();
            memory.giveBack(memory.take(BYTES));
            assertThat(device.bytesHeld()).isEqualTo(before);
        });
    }

    @Test
    void recordingThatFailsLeavesNoBranch() {
        assertThatThrownBy(() -> record(() -> {
                    branch();
                    throw new IllegalStateException("meant");
                }))
                .hasMessage("meant");
        giveBackAndTake();
        assertThat(handedOn).containsExactly(false, true);
    }

    @Test
    void rehearsalTakesTheMemoryOfTheRecording() {
        Runnable step = () -> {
            branch();
            device.kernels().multiply(dw.shape(), dw, dw, dw);
        };
        device.repeat("step", step);
        long held = device.bytesHeld();
        device.repeat("step", step);
        assertThat(device.bytesHeld()).isEqualTo(held);
        assertThat(handedOn).containsExactly(false, false);
    }

    @Test
    void nothingWaitsOutsideOfRecordings() {
        branch();
        assertThat(handedOn).containsExactly(true);
    }

    /** The second time, {@code body} is recorded. */
    private void record(Runnable body) {
        device.repeat("step", () -> {});
        device.repeat("step", body);
    }
}
