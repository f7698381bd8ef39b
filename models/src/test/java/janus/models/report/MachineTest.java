package janus.models.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

final class MachineTest {
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    /** Half of what is asked for: the collector may give memory back meanwhile. */
    private static final long SURE = 192L << 20;

    @Test
    void peakIsThatOfWhatWasUsedSince() throws IOException {
        Long start = Machine.resetPeak();
        use();
        Long peak = Machine.peakBytes(start);
        if (!Files.isReadable(Path.of("/proc/self/status"))) {
            System.out.println("######## this system does not tell a process's memory");
            assertThat(peak).isNull();
            return;
        }
        assertThat(peak).isGreaterThan(start + SURE);
        Long next = Machine.resetPeak();
        assertThat(Machine.peakBytes(next))
                .as("nothing was needed since, and what is told is not the peak before")
                .isNull();
        if (clears()) {
            assertThat(next).isLessThan(peak - SURE);
            use();
            assertThat(Machine.peakBytes(next)).isGreaterThan(next + SURE);
        }
    }

    @Test
    void whereThePeakCannotBeResetASmallerOneIsNotTold() {
        use();
        Long start = Machine.resetPeak(Path.of("/proc/self/none"));
        use();
        assertThat(Machine.peakBytes(start)).isNull();
    }

    @Test
    void whatIsNotKnownAtTheBeginningIsNotKnownAtTheEnd() {
        assertThat(Machine.peakBytes(null)).isNull();
    }

    private static void use() {
        try (Arena arena = Arena.ofConfined()) {
            assertThat(arena.allocate(2 * SURE).fill((byte) 1).byteSize()).isEqualTo(2 * SURE);
        }
    }

    private static boolean clears() {
        try {
            Files.writeString(CLEAR, "5", StandardOpenOption.WRITE);
            return true;
        } catch (IOException e) {
            System.out.println("######## this system does not reset a process's peak of memory");
            return false;
        }
    }
}
