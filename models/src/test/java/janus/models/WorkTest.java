package janus.models;

import static org.assertj.core.api.Assertions.assertThat;

import janus.engine.Draws;
import janus.engine.Work;
import janus.kernels.Device;
import janus.kernels.Devices;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkTest {
    private static final Draws SEED = Draws.of(1);
    private static final List<Task> TASKS =
            List.of(new AttributeTask("attributes", 40), new PointTask("landmarks", 10));

    @Test
    void workIsTheSumOverItsConvolutions() {
        // [outputs' pixels, channels in × out × filter] at 224: stem, stages of equal and of new size, 1×1 shortcuts
        long stem = 112L * 112 * 3 * 64 * 49;
        long equal = 56L * 56 * 64 * 64 * 9;
        long first = equal / 2;
        long shortcut = 28L * 28 * 64 * 128;
        long trunk = stem + 4 * equal + 3 * (first + 3 * equal + shortcut);
        long heads = 2 * 512 * 256 + 256 * (40 + 10);
        try (Device device = Devices.open("cpu");
                MultiTask model = new MultiTask(device, SEED, 1, TASKS, false);
                MultiTask frozen = new MultiTask(device, SEED, 1, TASKS, true)) {
            assertThat(model.work(224)).isEqualTo(new Work(trunk + heads, trunk - stem + heads, trunk + heads));
            assertThat(frozen.work(224)).isEqualTo(new Work(trunk + heads, 256 * 50, heads));
        }
        // as torchvision counts it, its classifier of 1,000 classes included
        assertThat(trunk + 512_000).isEqualTo(1_814_073_344);
    }

    @Test
    void stagesAfterTheSplitAreCountedForEachTask() {
        try (Device device = Devices.open("cpu");
                MultiTask shared = new MultiTask(device, SEED, .125, TASKS, false);
                MultiTask apart = new MultiTask(device, SEED, new Trunk(.125, 0, false, false), TASKS)) {
            long heads = 2 * 64 * 256 + 256 * 50;
            assertThat(apart.work(64).forward() - heads)
                    .isEqualTo(2 * (shared.work(64).forward() - heads));
        }
    }
}
