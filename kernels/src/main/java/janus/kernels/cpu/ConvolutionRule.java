package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.cpu.ConvolutionKey.Direction;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The algorithm of a convolution that no table names: from counts of products alone, so that a run can be repeated. */
final class ConvolutionRule {
    /** Products an output and an input channel, above which the 9 of the direct algorithm take less time. */
    private static final double MOST_PRODUCTS = 6;

    /** Part of the direct algorithm's products, above which its longer sums take less time than pixel by pixel. */
    private static final double MOST_MEETINGS = .7;

    /** What reading a number of a filter takes, in the time of products: it may come from memory, for a few images. */
    private static final double READ = 14;
    /** What a product takes where tiles are transformed for it. */
    private static final double TRANSFORMED = 1.5;

    /** By stride 2 fewer tiles pay where channels are many, and a table says so; of few, dw takes half as long again. */
    private static final int STRIDED_TILES = 256;

    private static final List<Algorithm> MINIMAL =
            List.of(Algorithm.TOEPLITZ2, Algorithm.WINOGRAD4, Algorithm.WINOGRAD2, Algorithm.POLYPHASE);

    private ConvolutionRule() {}

    /** For y alone, where the form of the filter that an algorithm needs is kept from call to call. */
    static Algorithm chooseKept(ConvolutionSize z) {
        ConvolutionKey key = ConvolutionKey.of(Direction.FORWARD, z);
        return Stream.of(Algorithm.values())
                .filter(algorithm -> algorithm.refusal(key) == null)
                .filter(algorithm -> algorithm.worthwhileKept(z))
                .min(Comparator.comparingDouble(algorithm -> keptTime(algorithm, z)))
                .orElseThrow();
    }

    /** For an output and an input channel, in the time of a product. */
    private static double keptTime(Algorithm algorithm, ConvolutionSize z) {
        double products = algorithm.products(z) * z.n() * z.p() * z.q();
        return algorithm.maps == null
                ? products + READ * z.r() * z.s()
                : TRANSFORMED * products + READ * algorithm.maps.filters();
    }

    static Algorithm choose(Direction direction, ConvolutionSize z) {
        ConvolutionKey key = ConvolutionKey.of(direction, z);
        Algorithm best = Algorithm.DIRECT;
        double least = MOST_PRODUCTS;
        for (Algorithm algorithm : MINIMAL) {
            double products = algorithm.products(z);
            if (products <= least && algorithm.refusal(key) == null && worthwhile(algorithm, z)) {
                best = algorithm;
                least = products;
            }
        }
        double most = best == Algorithm.DIRECT ? MOST_MEETINGS * best.products(z) : least;
        boolean pixelwise = Algorithm.PIXELWISE.refusal(key) == null && Algorithm.PIXELWISE.worthwhile(z);
        return pixelwise && Algorithm.PIXELWISE.products(z) <= most ? Algorithm.PIXELWISE : best;
    }

    private static boolean worthwhile(Algorithm algorithm, ConvolutionSize z) {
        return algorithm == Algorithm.POLYPHASE ? algorithm.tiles(z) >= STRIDED_TILES : algorithm.worthwhile(z);
    }
}
