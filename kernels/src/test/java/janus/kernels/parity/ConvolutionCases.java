package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Convolutions.NormalizedFilter;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

final class ConvolutionCases {
    private ConvolutionCases() {}

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (ConvolutionSize z : ConvolutionSizes.all()) {
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
            if (x(z).equals(y(z))) {
                cases.add(new ParityCase("residualBlock " + z, t -> residual(t, z)));
            }
        }
        return cases;
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
        NormalizedFilter w = normalizedFilter(t, z);
        Buffer residual = relu ? t.in(y(z), Role.ACTIVATION) : null;
        Buffer y = t.out(y(z), Role.ACTIVATION, folded(z, 1));
        t.kernels.convolutionNormalized(
                z, 1e-5, relu, x, w.w(), w.mean(), w.variance(), w.gamma(), w.beta(), residual, y);
    }

    private static NormalizedFilter normalizedFilter(Trial t, ConvolutionSize z) {
        Shape k = Shape.of(z.k());
        return new NormalizedFilter(
                t.in(w(z), Role.FILTER),
                t.in(k, Role.PLAIN),
                t.in(k, Role.PLAIN, v -> taps(z) * (0.5 + v * v)),
                t.in(k, Role.PLAIN),
                t.in(k, Role.PLAIN));
    }

    private static void residual(Trial t, ConvolutionSize z) {
        Buffer x = t.in(x(z), Role.ACTIVATION);
        NormalizedFilter a = normalizedFilter(t, z);
        NormalizedFilter b = normalizedFilter(t, z);
        Buffer middle = t.in(x(z), Role.ACTIVATION);
        // b errs by as much as a, and what a erred by reaches y about as large: a folded filter's 2-norm is near 1
        t.kernels.residualBlock(z, 1e-5, x, a, b, middle, t.out(y(z), Role.ACTIVATION, folded(z, 2)));
    }

    private static void pooled(Trial t, ConvolutionSize z, Role role) {
        PoolingSize pooling = new PoolingSize(z.n(), z.k(), z.p(), z.q(), 3, 3, 2, 1);
        Buffer x = t.in(x(z), role);
        NormalizedFilter w = normalizedFilter(t, z);
        // a maximum errs no more than what it is taken of
        Buffer y = t.out(Shape.of(z.n(), z.k(), pooling.p(), pooling.q()), Role.ACTIVATION, folded(z, 1));
        t.kernels.convolutionNormalizedMaxPool(
                z,
                pooling,
                1e-5,
                x,
                w.w(),
                w.mean(),
                w.variance(),
                w.gamma(),
                w.beta(),
                shape -> t.in(shape, Role.ACTIVATION),
                y);
    }

    /** {@code times}: of what one folded convolution may err by. */
    private static Tolerance folded(ConvolutionSize z, double times) {
        // with γ/√variance folded into the filter, terms are at most 4·4·|γ|/√.5 ≈ 50/√taps each, of taps many
        Tolerance direct = Tolerance.of(times * (5 * Math.sqrt(taps(z)) + 8), 4 * Math.sqrt(taps(z)) + 16);
        // sums up to 4·√taps are stored before they are scaled by up to 4/√(taps/2)
        Tolerance minimal = Tolerance.minimalFiltering(z.c(), times * amplification(z), times * 3e-5);
        return (minimal(z) || keptMinimal(z) ? direct.or(minimal) : direct).through(times * 23);
    }

    private static Buffer y(Trial t, ConvolutionSize z) {
        return t.out(y(z), Role.ACTIVATION, sum(z, taps(z), z.c()));
    }

    private static Tolerance sum(ConvolutionSize z, double products, int channels) {
        Tolerance direct = Tolerance.sum(products);
        return minimal(z) ? direct.or(Tolerance.minimalFiltering(channels, amplification(z), 3e-5)) : direct;
    }

    /**
     * Whether a device may filter minimally, and err by more than direct sums may. Along the rows of an image it may not:
     * F(4, 4) in one dimension amplifies errors by 5.8, and 11.6·√(terms/21 + 3) roundings are below those of direct sums.
     */
    private static boolean minimal(ConvolutionSize z) {
        int tiles = z.n() * Math.ceilDiv(z.p(), 4) * Math.ceilDiv(z.q(), 4);
        boolean strided = z.stride() == 2 && z.pad() == 1 && tiles >= 256;
        return z.r() == 3 && z.s() == 3 && (z.stride() == 1 || strided) && Math.min(z.c(), z.k()) >= 16;
    }

    /** Whether it may where the filter's form is kept: then fewer tiles of stride 2 suffice. */
    private static boolean keptMinimal(ConvolutionSize z) {
        boolean strided = z.r() == 3 && z.s() == 3 && z.stride() == 2 && z.pad() == 1;
        return strided && z.n() * z.p() * z.q() >= 256 && Math.min(z.c(), z.k()) >= 16;
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
