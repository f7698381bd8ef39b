package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.ConvolutionSize;
import org.junit.jupiter.api.Test;

class GradientPlanTest {
    @Test
    void stripsFollowEachOtherHoweverManyPixelsThereAre() {
        ConvolutionSize z = new ConvolutionSize(2, 272, 600, 600, 16, 5, 5, 1, 2);
        GradientPlan plan = new GradientPlan(z);
        int pixels = 0;
        for (int slot = 0; slot < plan.slots; slot++) {
            for (int strip = 0; strip < plan.strips(slot); strip++) {
                assertThat(plan.strip(slot, strip)).isEqualTo(pixels);
                int count = plan.strip(slot, strip + 1) - pixels;
                assertThat(count).isBetween(1, GradientPlan.PIXELS);
                pixels += count;
            }
        }
        assertThat(pixels).isEqualTo(z.n() * z.h() * z.w());
    }
}
