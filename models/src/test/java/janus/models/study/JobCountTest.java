package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobCountTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path folder;

    private static int jobs(Plan plan, long runs, int threads, long heap) {
        return JobCount.of(plan, runs, threads, heap);
    }

    private static Plan plan(String... overrides) throws IOException {
        Map<String, String> keys = overrides.length == 0 ? Map.of() : Map.of(overrides[0], overrides[1]);
        return Plans.resolve("quick", null, keys);
    }

    private Plan read(String yaml) throws IOException {
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, yaml);
        return Plans.resolve("quick", file, Map.of());
    }

    @Test
    void smallModelsHaveARunForEachThreadUpToTheRunsThereAre() throws IOException {
        assertThat(jobs(plan(), 16, 8, 100 * GIB)).isEqualTo(8);
        assertThat(jobs(plan(), 3, 8, 100 * GIB)).isEqualTo(3);
        assertThat(jobs(plan(), 16, 1, 100 * GIB)).isEqualTo(1);
        assertThat(jobs(plan(), 0, 8, 100 * GIB)).isEqualTo(1);
    }

    @Test
    void memoryHasRoomForSoManyAndABatchTakesItsOwn() throws IOException {
        assertThat(jobs(plan(), 16, 8, 3 * GIB)).isEqualTo(3);
        assertThat(jobs(plan(), 16, 8, GIB / 2)).isEqualTo(1);
        // 1.4 kB × ¼ × 64² × 512 images are 0.7 GB, besides the 0.75 GiB of each process
        assertThat(jobs(plan("optimizer.batch", "512"), 16, 8, 3 * GIB)).isEqualTo(2);
    }

    @Test
    void oneLargerModelOfAnyArmOrSettingTakesAllThreads() throws IOException {
        assertThat(jobs(plan("network.width", "0.26"), 16, 8, 100 * GIB)).isEqualTo(1);
        assertThat(jobs(plan("data.size", "80"), 16, 8, 100 * GIB)).isEqualTo(1);
        assertThat(jobs(Plans.resolve("celeba", null, Map.of()), 32, 8, 100 * GIB))
                .isEqualTo(1);
        String arms = "arms:\n  two-head: {models: [two-head]}\n  wide: {models: [two-head], network.width: ";
        assertThat(jobs(read(arms + "0.5}"), 16, 8, 100 * GIB)).isEqualTo(1);
        assertThat(jobs(read(arms + "0.125}"), 16, 8, 100 * GIB)).isEqualTo(8);
        assertThat(jobs(read("sweep: [{data.size: 32}, {data.size: 96}]"), 32, 8, 100 * GIB))
                .isEqualTo(1);
        assertThat(jobs(read("sweep: [{data.size: 32}, {data.size: 48}]"), 32, 8, 100 * GIB))
                .isEqualTo(8);
    }
}
