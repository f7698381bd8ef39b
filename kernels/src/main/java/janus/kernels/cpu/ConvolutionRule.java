package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.cpu.ConvolutionKey.Direction;

/** The algorithm of a convolution that no table names: from counts of products alone, so that a run can be repeated. */
final class ConvolutionRule {
    /** Products an output and an input channel, above which the 9 of the direct algorithm take less time. */
    private static final double MOST_PRODUCTS = 6;

    private ConvolutionRule() {}

    static Algorithm choose(Direction direction, ConvolutionSize z) {
        double two = products(Algorithm.WINOGRAD2, z);
        double four = products(Algorithm.WINOGRAD4, z);
        Algorithm least = four < two ? Algorithm.WINOGRAD4 : Algorithm.WINOGRAD2;
        double products = Math.min(two, four);
        boolean fits = least.refusal(ConvolutionKey.of(direction, z)) == null && least.worthwhile(z);
        return fits && products <= MOST_PRODUCTS ? least : Algorithm.DIRECT;
    }

    private static double products(Algorithm algorithm, ConvolutionSize z) {
        return algorithm.maps == null ? Double.POSITIVE_INFINITY : algorithm.maps.products(z);
    }
}
