package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

final class NormalizationCases {
    private static final double EPS = 1e-5;
    /** n, c, hw. */
    private static final int[][] SIZES = {
        {1, 1, 1}, {2, 7, 9}, {3, 16, 1}, {5, 17, 16}, {2, 63, 7}, {1, 207, 17}, {7, 64, 63}, {3, 136, 157}
    };

    private NormalizationCases() {}

    /** Sizes of one case; PLAIN has hw = 1. */
    private record Size(int n, int c, int hw, Role role) {
        Shape shape() {
            return role == Role.PLAIN ? Shape.of(n, c) : Shape.of(n, c, 1, hw);
        }

        Shape channels() {
            return Shape.of(c);
        }

        /** Numbers behind one statistic. */
        double m() {
            return (double) n * hw;
        }
    }

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            add(cases, new Size(s[0], s[1], s[2], Role.ACTIVATION));
            add(cases, new Size(s[0] * s[2], s[1], 1, Role.PLAIN));
        }
        for (boolean apply : List.of(false, true)) {
            for (int count : new int[] {1, 2, 207}) {
                String label = "updateRunningStatistics apply=" + apply + " count=" + count;
                cases.add(new ParityCase(label, t -> running(t, 17, count, apply)));
            }
        }
        return cases;
    }

    private static void add(List<ParityCase> cases, Size z) {
        cases.add(new ParityCase("batchStatistics " + z, t -> statistics(t, z, 0)));
        cases.add(new ParityCase("batchStatistics far from 0 " + z, t -> statistics(t, z, 1000)));
        for (boolean relu : List.of(false, true)) {
            for (boolean residual : List.of(false, true)) {
                for (boolean inPlace : List.of(false, true)) {
                    String flags = " relu=" + relu + " residual=" + residual + " inPlace=" + inPlace + " " + z;
                    cases.add(new ParityCase("normalize" + flags, t -> normalize(t, z, EPS, relu, residual, inPlace)));
                    for (boolean y : List.of(false, true)) {
                        cases.add(new ParityCase(
                                "normalizeBackward y=" + y + flags,
                                t -> backward(t, z, EPS, relu, y, residual, inPlace)));
                    }
                }
            }
        }
        // padding lanes have a variance of 0
        cases.add(new ParityCase("normalize eps=0 " + z, t -> normalize(t, z, 0, false, false, false)));
        cases.add(new ParityCase("normalizeBackward eps=0 " + z, t -> backward(t, z, 0, false, false, false, false)));
        cases.add(new ParityCase("addBias " + z, t -> {
            Buffer x = t.in(z.shape(), z.role());
            Buffer b = t.in(z.channels(), Role.PLAIN);
            t.kernels.addBias(z.n(), z.c(), z.hw(), x, b, t.out(z.shape(), z.role(), Tolerance.exact()));
        }));
        cases.add(new ParityCase("addBias in place " + z, t -> {
            Buffer x = t.also(t.in(z.shape(), z.role()), Tolerance.exact());
            t.kernels.addBias(z.n(), z.c(), z.hw(), x, t.in(z.channels(), Role.PLAIN), x);
        }));
        cases.add(new ParityCase("sumChannels " + z, t -> {
            Buffer x = t.in(z.shape(), z.role());
            t.kernels.sumChannels(z.n(), z.c(), z.hw(), x, t.out(z.channels(), Role.PLAIN, Tolerance.sum(z.m())));
        }));
    }

    /** A mean of numbers near 1000 must not spoil their variance: both errors are of the numbers' own roundings. */
    private static void statistics(Trial t, Size z, double mean) {
        Buffer x = t.in(z.shape(), z.role(), v -> mean + v);
        double k = 5 * Math.sqrt(z.m()) + 8;
        Buffer means = t.out(z.channels(), Role.PLAIN, Tolerance.of(k, 4 + mean));
        // the mean's error δ enters the variance as δ², and each (x − mean)² through its own rounding
        double squared = Math.pow(k * Tolerance.U * (4 + mean), 2) / Tolerance.U / k;
        double rounded = 2 * 4 * Math.min(mean, 64);
        Buffer variances = t.out(z.channels(), Role.PLAIN, Tolerance.of(k, 16 + squared + rounded));
        t.kernels.batchStatistics(z.n(), z.c(), z.hw(), x, means, variances);
    }

    private static void running(Trial t, int c, int count, boolean apply) {
        Buffer flag = t.given(Shape.of(8), Role.PLAIN, apply ? 1 : 0, 0, 0, 0, 0, 0, 0, 0);
        Buffer mean = t.in(Shape.of(c), Role.PLAIN);
        Buffer variance = t.in(Shape.of(c), Role.PLAIN, v -> v * v);
        Tolerance tolerance = apply ? Tolerance.of(6, 8) : Tolerance.exact();
        Buffer runningMean = t.also(t.in(Shape.of(c), Role.PLAIN), tolerance);
        Buffer runningVariance = t.also(t.in(Shape.of(c), Role.PLAIN, v -> v * v), tolerance);
        t.kernels.updateRunningStatistics(c, count, 0.1, flag, mean, variance, runningMean, runningVariance);
    }

    private static void normalize(Trial t, Size z, double eps, boolean relu, boolean residual, boolean inPlace) {
        Buffer x = t.in(z.shape(), z.role());
        Buffer mean = t.in(z.channels(), Role.PLAIN);
        Buffer variance = t.in(z.channels(), Role.PLAIN, v -> 0.1 + v * v);
        Buffer gamma = t.in(z.channels(), Role.PLAIN);
        Buffer beta = t.in(z.channels(), Role.PLAIN);
        Buffer added = residual ? t.in(z.shape(), z.role()) : null;
        // |x − mean| ≤ 8 in steps of 1, √.1, then γ ≤ 4: four roundings of numbers up to 100
        Tolerance tolerance = Tolerance.of(8, 100);
        Buffer y = inPlace ? t.also(x, tolerance) : t.out(z.shape(), z.role(), tolerance);
        t.kernels.normalize(z.n(), z.c(), z.hw(), eps, relu, x, mean, variance, gamma, beta, added, y);
    }

    /** Numbers like those of x's own statistics. No y of these comes so near to 0 that rounding could turn its sign. */
    private static void backward(
            Trial t, Size z, double eps, boolean relu, boolean given, boolean residual, boolean inPlace) {
        double k = 5 * Math.sqrt(z.m()) + 16;
        Buffer x = t.in(z.shape(), z.role());
        Buffer y = given ? t.in(z.shape(), z.role(), v -> Math.max(v, 0)) : null;
        Buffer mean = t.in(z.channels(), Role.PLAIN, v -> 0.1 * v);
        Buffer variance = t.in(z.channels(), Role.PLAIN, v -> 0.5 + v * v);
        Buffer gamma = t.in(z.channels(), Role.PLAIN);
        Buffer beta = t.in(z.channels(), Role.PLAIN);
        Buffer dy = t.in(z.shape(), z.role());
        // g ≤ 4 and |x̂| ≤ 6: sums of m such, and dx of terms no larger than 4·6·6·√2
        Buffer dgamma = t.out(z.channels(), Role.PLAIN, Tolerance.of(k, 2 * z.m() + 24));
        Buffer dbeta = t.out(z.channels(), Role.PLAIN, Tolerance.of(k, z.m() + 4));
        Tolerance tolerance = Tolerance.of(k, 200);
        Buffer dx = inPlace ? t.also(residual ? x : dy, tolerance) : t.out(z.shape(), z.role(), tolerance);
        Buffer dresidual = null;
        if (residual) {
            dresidual = inPlace ? t.also(dy, Tolerance.exact()) : t.out(z.shape(), z.role(), Tolerance.exact());
        }
        t.kernels.normalizeBackward(
                z.n(), z.c(), z.hw(), eps, relu, dy, y, x, mean, variance, gamma, beta, dgamma, dbeta, dx, dresidual);
    }
}
