package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.ConvolutionSize;
import org.junit.jupiter.api.Test;

class DirectPlanTest {
    @Test
    void threadsShareTheChannelsOfLargeFiltersAndThePixelsOfSmallOnes() {
        DirectPlan small = plan(128, 8, 2);
        assertThat(small.parts).isEqualTo(1);
        assertThat(small.units()).isEqualTo(2);
        assertThat(plan(256, 4, 2).parts).isEqualTo(2);
    }

    @Test
    void pixelsThatFillNoRegisterTileAreNotShared() {
        assertThat(plan(128, 8, 8).parts).isEqualTo(1);
        assertThat(plan(128, 8, 9).parts).isEqualTo(4);
    }

    private static DirectPlan plan(int channels, int side, int threads) {
        ConvolutionSize z = new ConvolutionSize(1, channels, side, side, channels, 3, 3, 1, 1);
        return DirectPlan.forward(z, 8, threads);
    }
}
