package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.cpu.ConvolutionKey.Direction;

/** The algorithm of a convolution that no table names: from counts of products alone, so that a run can be repeated. */
final class ConvolutionRule {
    /** Products an output and an input channel, above which the 9 of the direct algorithm take less time. */
    private static final double MOST_PRODUCTS = 6;
    /** How much longer a product takes with the transforms around it. */
    private static final double TRANSFORMS = 1.5;

    private ConvolutionRule() {}

    static Algorithm choose(Direction direction, ConvolutionSize z) {
        double two = products(Algorithm.WINOGRAD2, z);
        double four = products(Algorithm.WINOGRAD4, z);
        Algorithm least = four < two ? Algorithm.WINOGRAD4 : Algorithm.WINOGRAD2;
        double products = Math.min(two, four);
        boolean fits = least.refusal(ConvolutionKey.of(direction, z)) == null && least.worthwhile(z);
        boolean fewer = fits
                && products <= MOST_PRODUCTS
                && (direction != Direction.FILTER || products * TRANSFORMS <= insideProducts(z));
        return fewer ? least : Algorithm.DIRECT;
    }

    private static double products(Algorithm algorithm, ConvolutionSize z) {
        return algorithm.maps == null ? Double.POSITIVE_INFINITY : algorithm.maps.products(z);
    }

    /** Products for each output and input channel whose input is not padding: the direct gradient takes no others. */
    private static double insideProducts(ConvolutionSize z) {
        return (double) inside(z.h(), z.p(), z.pad()) * inside(z.w(), z.q(), z.pad()) / (z.p() * z.q());
    }

    private static int inside(int extent, int outputs, int pad) {
        int inside = 0;
        for (int i = 0; i < 3 * outputs; i++) {
            int at = i / 3 + i % 3 - pad;
            inside += at >= 0 && at < extent ? 1 : 0;
        }
        return inside;
    }
}
