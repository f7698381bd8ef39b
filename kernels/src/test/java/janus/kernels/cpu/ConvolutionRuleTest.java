package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.ConvolutionSize;
import janus.kernels.cpu.ConvolutionKey.Direction;
import org.junit.jupiter.api.Test;

final class ConvolutionRuleTest {
    @Test
    void keptFiltersOfStrideTwoNeedFewTiles() {
        // of 512 outputs a product less makes up for the numbers of a filter that are more
        ConvolutionSize z = new ConvolutionSize(8, 32, 16, 16, 32, 3, 3, 2, 1);
        assertThat(ConvolutionRule.chooseKept(z)).isEqualTo(Algorithm.POLYPHASE);
        assertThat(ConvolutionRule.choose(Direction.FORWARD, z)).isEqualTo(Algorithm.DIRECT);
        ConvolutionSize few = new ConvolutionSize(4, 32, 16, 16, 32, 3, 3, 2, 1);
        assertThat(ConvolutionRule.chooseKept(few)).isEqualTo(Algorithm.DIRECT);
        // a tile of 4 × 4 for 2 × 2 outputs
        ConvolutionSize small = new ConvolutionSize(256, 32, 4, 4, 32, 3, 3, 2, 1);
        assertThat(ConvolutionRule.chooseKept(small)).isNotEqualTo(Algorithm.POLYPHASE);
    }

    @Test
    void aFewSmallMapsRunPixelByPixelIfTheFilterIsKept() {
        assertThat(kept(3, 4)).isEqualTo(Algorithm.PIXELWISE);
        assertThat(kept(2, 2)).isEqualTo(Lanes.FMA ? Algorithm.PIXELWISE : Algorithm.DIRECT);
        assertThat(kept(3, 2)).isEqualTo(Algorithm.TOEPLITZ2);
        assertThat(kept(4, 4)).isNotEqualTo(Algorithm.PIXELWISE);
        assertThat(kept(1, 3)).isNotEqualTo(Algorithm.PIXELWISE);
        ConvolutionSize strided = new ConvolutionSize(1, 32, 4, 4, 32, 3, 3, 2, 1);
        assertThat(ConvolutionRule.chooseKept(strided)).isNotEqualTo(Algorithm.PIXELWISE);
    }

    private static Algorithm kept(int images, int side) {
        return ConvolutionRule.chooseKept(new ConvolutionSize(images, 32, side, side, 32, 3, 3, 1, 1));
    }
}
