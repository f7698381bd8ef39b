package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

final class ConvolutionCases {
    /** n, c, h, w, k, r, s, stride, pad. */
    private static final int[][] SIZES = {
        {1, 1, 1, 1, 1, 1, 1, 1, 0},
        {2, 3, 7, 9, 5, 3, 3, 1, 1},
        {1, 16, 8, 8, 32, 3, 3, 1, 1},
        {2, 17, 7, 6, 33, 3, 3, 1, 1},
        {1, 70, 5, 5, 63, 3, 3, 2, 1},
        {3, 1, 16, 17, 7, 5, 5, 2, 2},
        {2, 7, 9, 8, 16, 2, 2, 2, 0},
        {1, 32, 6, 6, 70, 1, 1, 2, 0},
        {2, 63, 4, 5, 17, 1, 1, 1, 0},
        {1, 16, 11, 10, 16, 5, 3, 3, 2},
        {1, 5, 4, 4, 6, 7, 7, 1, 3},
        {1, 8, 10, 13, 9, 2, 2, 3, 1},
        {1, 2, 1, 1, 3, 3, 3, 1, 1},
        {1, 4, 3, 207, 3, 3, 3, 1, 1},
        {1, 3, 63, 16, 2, 3, 3, 2, 1},
        {2, 3, 5, 5, 4, 1, 1, 1, 1},
        // the last rows and columns are read by no window
        {1, 6, 8, 9, 5, 2, 2, 3, 0},
        // ResNet18's, at small maps
        {2, 3, 32, 32, 64, 7, 7, 2, 3},
        {1, 64, 8, 8, 64, 3, 3, 1, 1},
        {1, 64, 8, 8, 128, 3, 3, 2, 1},
        {1, 64, 8, 8, 128, 1, 1, 2, 0},
        {2, 128, 4, 4, 128, 3, 3, 1, 1},
        {2, 256, 2, 2, 256, 3, 3, 1, 1},
        {1, 256, 2, 2, 512, 3, 3, 2, 1},
        {1, 512, 1, 1, 512, 3, 3, 1, 1},
        // by minimal filtering: tiles cut by the edge on either side, 4×4 and 2×2, odd blocks, every padding
        {8, 16, 4, 4, 32, 3, 3, 1, 1},
        {9, 17, 7, 6, 50, 3, 3, 1, 1},
        {8, 40, 2, 2, 33, 3, 3, 1, 1},
        {3, 33, 10, 9, 16, 3, 3, 1, 0},
        {2, 20, 9, 12, 70, 3, 3, 1, 2},
        {5, 16, 2, 5, 16, 3, 3, 1, 1},
        // short tiles across, and the other way tiles cut by the edge
        {9, 16, 5, 7, 24, 3, 3, 1, 1},
        {9, 24, 10, 5, 16, 3, 3, 1, 1},
        // pixel by pixel: images past a whole tile and past 32, odd blocks, a stride, a pixel that no window reads
        {9, 33, 2, 2, 50, 3, 3, 1, 1},
        {35, 17, 4, 3, 40, 3, 3, 2, 1},
        {11, 20, 3, 1, 16, 3, 3, 1, 1},
        {10, 16, 4, 2, 33, 4, 4, 3, 1},
        // several units of tiles, the last not full; forward and in the filter's gradient
        {2, 16, 28, 21, 48, 3, 3, 1, 1},
        {9, 16, 16, 13, 112, 3, 3, 1, 1},
        {1, 256, 14, 14, 64, 3, 3, 1, 1},
        // strided: units and strips that span rows and images, groups of channels, an image in several units
        {9, 16, 13, 11, 40, 3, 3, 2, 1},
        {3, 33, 40, 37, 24, 3, 3, 2, 1},
        {5, 48, 15, 16, 100, 1, 1, 2, 0},
        {2, 272, 7, 6, 160, 3, 3, 2, 1},
        {2, 3, 66, 70, 20, 7, 7, 2, 3},
        // a filter larger than all windows, in shares of its channels, the last smaller; and backward, whole
        {1, 272, 14, 13, 70, 3, 3, 2, 1},
        {4, 40, 2, 2, 528, 3, 3, 1, 1},
        // strided by minimal filtering: every kind of tile, more channels than tiles, many strips of a gradient
        {64, 33, 13, 13, 40, 3, 3, 2, 1},
        {128, 16, 13, 7, 272, 3, 3, 2, 1},
        {11, 16, 55, 54, 17, 3, 3, 2, 1},
        {1, 3, 140, 9, 20, 7, 7, 2, 3},
    };

    private ConvolutionCases() {}

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (ConvolutionSize z : sizes()) {
            List<Role> roles = z.c() <= 4 ? List.of(Role.ACTIVATION, Role.IMAGE) : List.of(Role.ACTIVATION);
            for (Role role : roles) {
                String sizes = " " + role + " " + z;
                cases.add(new ParityCase("convolution" + sizes, t -> convolution(t, z, role)));
                cases.add(new ParityCase("filter gradient" + sizes, t -> backwardFilter(t, z, role)));
                cases.add(new ParityCase("convolutionStatistics" + sizes, t -> statistics(t, z, role)));
                cases.add(new ParityCase("convolutionNormalizedMaxPool" + sizes, t -> pooled(t, z, role)));
                for (boolean flag : List.of(false, true)) {
                    cases.add(
                            new ParityCase("data gradient adds=" + flag + sizes, t -> backwardData(t, z, role, flag)));
                    cases.add(new ParityCase(
                            "convolutionNormalized relu=" + flag + sizes, t -> normalized(t, z, role, flag)));
                }
            }
        }
        return cases;
    }

    private static List<ConvolutionSize> sizes() {
        List<ConvolutionSize> sizes = new ArrayList<>();
        for (int[] s : SIZES) {
            sizes.add(new ConvolutionSize(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]));
        }
        Random random = new Random(41);
        add(40, sizes, () -> {
            int filter = List.of(1, 2, 3, 5, 7).get(random.nextInt(5));
            return any(random, 3, 70, 12, filter, 3, random.nextInt(4));
        });
        // filters larger than maps
        add(30, sizes, () -> {
            int filter = 1 + 2 * random.nextInt(2);
            return any(random, 6, 600, 5, filter, 2, filter / 2);
        });
        return sizes;
    }

    /** Adds {@code count} sizes whose windows fit in the map, and which take no time to speak of. */
    private static void add(int count, List<ConvolutionSize> sizes, Supplier<ConvolutionSize> any) {
        Stream.generate(any)
                .filter(z -> Math.min(z.h(), z.w()) + 2 * z.pad() >= z.r() && z.flops() < 2e7)
                .limit(count)
                .forEach(sizes::add);
    }

    private static ConvolutionSize any(Random random, int n, int c, int h, int filter, int stride, int pad) {
        return new ConvolutionSize(
                1 + random.nextInt(n),
                1 + random.nextInt(c),
                1 + random.nextInt(h),
                1 + random.nextInt(h),
                1 + random.nextInt(c),
                filter,
                filter,
                1 + random.nextInt(stride),
                pad);
    }

    private static void convolution(Trial t, ConvolutionSize z, Role role) {
        t.kernels.convolution(z, t.in(x(z), role), t.in(w(z), Role.FILTER), y(t, z));
    }

    private static void backwardData(Trial t, ConvolutionSize z, Role role, boolean adds) {
        Buffer dy = t.in(y(z), Role.ACTIVATION);
        Buffer w = t.in(w(z), Role.FILTER);
        Tolerance tolerance = sum(z, (double) z.k() * z.r() * z.s() + 1, z.k());
        // cuDNN rounds the product, which is seldom over 4·√terms, to what dx is stored in before it adds it
        Tolerance sum = tolerance.through(4 * Math.sqrt((double) z.k() * z.r() * z.s()));
        Buffer dx = adds ? t.also(t.in(x(z), role), sum) : t.out(x(z), role, tolerance);
        t.kernels.convolutionBackwardData(z, dy, w, adds, dx);
    }

    private static void backwardFilter(Trial t, ConvolutionSize z, Role role) {
        Buffer x = t.in(x(z), role);
        Buffer dy = t.in(y(z), Role.ACTIVATION);
        Tolerance direct = Tolerance.sum((double) z.n() * z.p() * z.q());
        double tiles = (double) z.n() * z.p() * z.q() / 16;
        double amplification = z.stride() == 1 ? 24 : 9;
        Tolerance tolerance = minimal(z) ? direct.or(Tolerance.minimalFiltering(tiles, amplification, 1e-4)) : direct;
        t.kernels.convolutionBackwardFilter(z, x, dy, t.out(w(z), Role.FILTER, tolerance));
    }

    private static void statistics(Trial t, ConvolutionSize z, Role role) {
        Buffer x = t.in(x(z), role);
        Buffer w = t.in(w(z), Role.FILTER);
        // y is about as large as √taps; a mean or variance is no worse than the y it comes from
        double scale = Math.sqrt(taps(z));
        double roundings = 8 + 5 * Math.sqrt(taps(z)) + 5 * Math.sqrt((double) z.n() * z.p() * z.q());
        // where y is stored in short, they are those of what was stored
        Tolerance means = Tolerance.of(roundings, 4 * scale).through(4 * scale);
        Tolerance variances = Tolerance.of(roundings, 16 * scale * scale).through(16 * scale * scale);
        Buffer mean = t.out(Shape.of(z.k()), Role.PLAIN, means);
        Buffer variance = t.out(Shape.of(z.k()), Role.PLAIN, variances);
        t.kernels.convolutionStatistics(z, x, w, y(t, z), mean, variance);
    }

    private static void normalized(Trial t, ConvolutionSize z, Role role, boolean relu) {
        Buffer x = t.in(x(z), role);
        Buffer w = t.in(w(z), Role.FILTER);
        Shape k = Shape.of(z.k());
        Buffer mean = t.in(k, Role.PLAIN);
        Buffer variance = t.in(k, Role.PLAIN, v -> taps(z) * (0.5 + v * v));
        Buffer gamma = t.in(k, Role.PLAIN);
        Buffer beta = t.in(k, Role.PLAIN);
        Buffer residual = relu ? t.in(y(z), Role.ACTIVATION) : null;
        Buffer y = t.out(y(z), Role.ACTIVATION, folded(z));
        t.kernels.convolutionNormalized(z, 1e-5, relu, x, w, mean, variance, gamma, beta, residual, y);
    }

    private static void pooled(Trial t, ConvolutionSize z, Role role) {
        PoolingSize pooling = new PoolingSize(z.n(), z.k(), z.p(), z.q(), 3, 3, 2, 1);
        Buffer x = t.in(x(z), role);
        Buffer w = t.in(w(z), Role.FILTER);
        Shape k = Shape.of(z.k());
        Buffer mean = t.in(k, Role.PLAIN);
        Buffer variance = t.in(k, Role.PLAIN, v -> taps(z) * (0.5 + v * v));
        Buffer gamma = t.in(k, Role.PLAIN);
        Buffer beta = t.in(k, Role.PLAIN);
        // a maximum errs no more than what it is taken of
        Buffer y = t.out(Shape.of(z.n(), z.k(), pooling.p(), pooling.q()), Role.ACTIVATION, folded(z));
        t.kernels.convolutionNormalizedMaxPool(
                z, pooling, 1e-5, x, w, mean, variance, gamma, beta, shape -> t.in(shape, Role.ACTIVATION), y);
    }

    private static Tolerance folded(ConvolutionSize z) {
        // with γ/√variance folded into the filter, terms are at most 4·4·|γ|/√.5 ≈ 50/√taps each, of taps many
        Tolerance direct = Tolerance.of(5 * Math.sqrt(taps(z)) + 8, 4 * Math.sqrt(taps(z)) + 16);
        // sums up to 4·√taps are stored before they are scaled by up to 4/√(taps/2)
        return (minimal(z) ? direct.or(Tolerance.minimalFiltering(z.c(), amplification(z), 3e-5)) : direct).through(23);
    }

    private static Buffer y(Trial t, ConvolutionSize z) {
        return t.out(y(z), Role.ACTIVATION, sum(z, taps(z), z.c()));
    }

    private static Tolerance sum(ConvolutionSize z, double products, int channels) {
        Tolerance direct = Tolerance.sum(products);
        return minimal(z) ? direct.or(Tolerance.minimalFiltering(channels, amplification(z), 3e-5)) : direct;
    }

    /** Whether a device may filter minimally. */
    private static boolean minimal(ConvolutionSize z) {
        int tiles = z.n() * Math.ceilDiv(z.p(), 4) * Math.ceilDiv(z.q(), 4);
        boolean strided = z.stride() == 2 && z.pad() == 1 && tiles >= 256;
        return z.r() == 3 && z.s() == 3 && (z.stride() == 1 || strided) && Math.min(z.c(), z.k()) >= 16;
    }

    /** Of F(4×4, 3×3), forward and back to x; by stride 2 F(4×4, 2×2) is what errs most. */
    private static double amplification(ConvolutionSize z) {
        return z.stride() == 1 ? 31 : 16;
    }

    private static double taps(ConvolutionSize z) {
        return (double) z.c() * z.r() * z.s();
    }

    private static Shape x(ConvolutionSize z) {
        return Shape.of(z.n(), z.c(), z.h(), z.w());
    }

    private static Shape w(ConvolutionSize z) {
        return Shape.of(z.k(), z.c(), z.r(), z.s());
    }

    private static Shape y(ConvolutionSize z) {
        return Shape.of(z.n(), z.k(), z.p(), z.q());
    }
}
