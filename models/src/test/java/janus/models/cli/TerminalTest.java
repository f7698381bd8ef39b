package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalTest {
    @ParameterizedTest
    @ValueSource(ints = {10, 20, 39, 59})
    void lineNeverGrowsBeyondTheTerminal(int columns) {
        assertThat(lineAt("decoding images", 1_000_000, columns)).hasSizeLessThanOrEqualTo(columns);
    }

    @Test
    void numbersStayWhereTheNameDoesNot() {
        assertThat(lineAt("training", 750, 39)).matches("training 75% \\d+:\\d\\d left \\d+ images/s");
        assertThat(lineAt("decoding images", 750, 30)).matches("[a-z ]{0,15} 75% \\d+:\\d\\d left \\d+ images/s");
    }

    /** After a minute before this process and no time in it, of a thousand or {@code done} images. */
    private static String lineAt(String name, long done, int columns) {
        String[] drawn = {""};
        ProgressBarConsumer none = new ProgressBarConsumer() {
            @Override
            public int getMaxRenderedLength() {
                return columns;
            }

            @Override
            public void accept(String line) {}

            @Override
            public void close() {}
        };
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(Math.max(1000, done))
                .startsFrom(done, Duration.ofMinutes(1))
                .setConsumer(none)
                .setRenderer((state, most) -> drawn[0] = Terminal.line(state, most))
                .build()) {
            bar.refresh();
        }
        return drawn[0];
    }
}
