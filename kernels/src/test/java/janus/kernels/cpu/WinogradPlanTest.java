package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.ConvolutionSize;
import org.junit.jupiter.api.Test;

class WinogradPlanTest {
    @Test
    void tilesOfOneImageAreDividedEvenly() {
        // 7 × 7 tiles, a filter of 2.4 MB
        WinogradPlan plan = plan(128, 28, 2);
        assertThat(plan.byChannels).isFalse();
        assertThat(plan.units()).isEqualTo(2);
        assertThat(plan.range(0).count()).isEqualTo(25);
        assertThat(plan.range(1).count()).isEqualTo(24);
    }

    @Test
    void aThreadReadsNoLargeFilterWhole() {
        // 4 × 4 tiles, a filter of 9.4 MB
        assertThat(plan(256, 14, 2).byChannels).isTrue();
        // 2.4 billion numbers
        assertThat(plan(8192, 12, 1).byChannels).isTrue();
    }

    @Test
    void tilesThatFillNoRegisterTileAreNotDivided() {
        assertThat(plan(64, 16, 2).byChannels).isFalse();
        assertThat(plan(64, 16, 5).byChannels).isTrue();
    }

    private static WinogradPlan plan(int channels, int side, int threads) {
        ConvolutionSize z = new ConvolutionSize(1, channels, side, side, channels, 3, 3, 1, 1);
        return WinogradPlan.forward(WinogradSize.forward(z), new Winograd4(), threads);
    }
}
