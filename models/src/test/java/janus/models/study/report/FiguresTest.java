package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.study.Interval;
import janus.models.study.Judgement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FiguresTest {
    @TempDir
    private Path folder;

    @Test
    void axisReachesMarginIntervalAndEverySeed() throws IOException {
        for (Judgement.Result result : MadeUpStudy.whole(folder.resolve("s"), 8, true)
                .judgements()
                .getFirst()
                .results()) {
            double[] values = Figures.values(List.of(result));
            Interval interval = result.interval(.95);
            assertThat(interval).isNotNull();
            assertThat(values)
                    .contains(-result.endpoint().margin(), result.endpoint().margin())
                    .contains(interval.low(), interval.high())
                    .contains(result.differences())
                    .hasSize(4 + 8);
            assertThat(Arrays.stream(result.differences()).average().orElseThrow())
                    .isBetween(interval.low(), interval.high());
        }
    }
}
