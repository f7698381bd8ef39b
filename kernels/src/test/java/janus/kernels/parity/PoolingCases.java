package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

final class PoolingCases {
    private static final double EPS = 1e-5;
    private static final PoolingSize[] SIZES = {
        new PoolingSize(1, 1, 1, 1, 1, 1, 1, 0),
        new PoolingSize(2, 7, 9, 8, 3, 3, 2, 1),
        new PoolingSize(1, 16, 16, 16, 3, 3, 2, 1),
        new PoolingSize(3, 68, 19, 22, 3, 3, 2, 1),
        new PoolingSize(2, 5, 13, 11, 3, 3, 2, 1),
        new PoolingSize(3, 17, 7, 5, 2, 2, 2, 0),
        new PoolingSize(1, 63, 6, 6, 3, 3, 1, 1),
        new PoolingSize(1, 3, 17, 7, 5, 3, 3, 1),
        new PoolingSize(2, 64, 2, 2, 3, 3, 2, 1),
        new PoolingSize(1, 207, 3, 4, 2, 2, 1, 0),
    };

    private PoolingCases() {}

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (PoolingSize z : SIZES) {
            cases.add(new ParityCase("maxPool " + z, t -> maxPool(t, z, 1)));
            cases.add(new ParityCase("maxPool of ties " + z, t -> maxPool(t, z, 0)));
            for (boolean inPlace : List.of(false, true)) {
                for (boolean zero : List.of(false, true)) {
                    String label = "normalizeMaxPool zero=" + zero + " inPlace=" + inPlace + " " + z;
                    cases.add(new ParityCase(label, t -> normalizeMaxPool(t, z, zero, inPlace)));
                }
            }
            cases.add(new ParityCase("averagePool " + z, t -> averagePool(t, z)));
        }
        for (int[] s : new int[][] {{1, 1, 1}, {2, 7, 9}, {3, 16, 4}, {1, 17, 49}, {2, 63, 16}, {1, 207, 1}}) {
            String label = "globalAveragePool [n, c, hw] = " + List.of(s[0], s[1], s[2]);
            cases.add(new ParityCase(label, t -> globalAveragePool(t, s[0], s[1], s[2])));
        }
        return cases;
    }

    private static void maxPool(Trial t, PoolingSize z, double spread) {
        Buffer x = t.in(x(z), Role.ACTIVATION, v -> spread == 0 ? Math.rint(v) : v);
        Buffer y = t.out(y(z), Role.ACTIVATION, Tolerance.exact());
        Buffer index = t.out(y(z), Role.ACTIVATION, Tolerance.exact());
        t.kernels.maxPool(z, x, y, index);
        Buffer dy = t.in(y(z), Role.ACTIVATION);
        // a sum of at most that many numbers, none larger than 5; other maxima win among the magnitudes of x
        Buffer dx = t.out(x(z), Role.ACTIVATION, Tolerance.of(windows(z), 5 * windows(z)));
        t.kernels.maxPoolBackward(z, dy, index, dx);
    }

    /** Statistics near x's own, and γ of both signs; where it is 0, y does not tell x. */
    private static void normalizeMaxPool(Trial t, PoolingSize z, boolean zero, boolean inPlace) {
        double m = (double) z.n() * z.h() * z.w();
        Shape c = Shape.of(z.c());
        Buffer x = t.in(x(z), Role.ACTIVATION);
        Buffer mean = t.in(c, Role.PLAIN, v -> 0.1 * v);
        Buffer variance = t.in(c, Role.PLAIN, v -> 0.5 + v * v);
        Buffer gamma = t.in(c, Role.PLAIN, v -> zero && Math.abs(v) < .5 ? 0 : v + Math.copySign(.1, v));
        Buffer beta = t.in(c, Role.PLAIN);
        // |x − mean| ≤ 5, √.5, then γ ≤ 4: four roundings of numbers up to 30
        Buffer y = t.out(y(z), Role.ACTIVATION, Tolerance.of(8, 30));
        Buffer index = t.out(y(z), Role.ACTIVATION, Tolerance.exact());
        Buffer room = t.in(x(z), Role.ACTIVATION);
        t.kernels.normalizeMaxPool(z, EPS, x, mean, variance, gamma, beta, () -> room, y, index);
        Buffer dy = t.in(y(z), Role.ACTIVATION);
        // g is a sum of at most that many numbers up to 4, and |x̂| ≤ 7: sums of m such, and dx of terms up to 6·g·7
        double k = 5 * Math.sqrt(m) + 16;
        Buffer dgamma = t.out(c, Role.PLAIN, Tolerance.of(k, 2 * windows(z) * (m + 12)));
        Buffer dbeta = t.out(c, Role.PLAIN, Tolerance.of(k, windows(z) * (m + 4)));
        Tolerance tolerance = Tolerance.of(k, 200 * windows(z));
        Buffer dx = inPlace ? t.also(x, tolerance) : t.out(x(z), Role.ACTIVATION, tolerance);
        t.kernels.normalizeMaxPoolBackward(
                z, EPS, dy, y, index, x, mean, variance, gamma, beta, () -> room, dgamma, dbeta, dx);
    }

    private static void averagePool(Trial t, PoolingSize z) {
        Buffer x = t.in(x(z), Role.ACTIVATION);
        t.kernels.averagePool(z, x, t.out(y(z), Role.ACTIVATION, Tolerance.sum(z.r() * z.s())));
        Buffer dy = t.in(y(z), Role.ACTIVATION);
        t.kernels.averagePoolBackward(z, dy, t.out(x(z), Role.ACTIVATION, Tolerance.sum(windows(z))));
    }

    private static void globalAveragePool(Trial t, int n, int c, int hw) {
        Shape wide = Shape.of(n, c, 1, hw);
        Shape narrow = Shape.of(n, c);
        Buffer x = t.in(wide, Role.ACTIVATION);
        t.kernels.globalAveragePool(n, c, hw, x, t.out(narrow, Role.PLAIN, Tolerance.sum(hw)));
        Buffer dx = t.out(wide, Role.ACTIVATION, Tolerance.roundings(2.5));
        t.kernels.globalAveragePoolBackward(n, c, hw, t.in(narrow, Role.PLAIN), dx);
    }

    /** Windows a pixel can lie in. */
    private static double windows(PoolingSize z) {
        return Math.ceilDiv(z.r(), z.stride()) * Math.ceilDiv(z.s(), z.stride());
    }

    private static Shape x(PoolingSize z) {
        return Shape.of(z.n(), z.c(), z.h(), z.w());
    }

    private static Shape y(PoolingSize z) {
        return Shape.of(z.n(), z.c(), z.p(), z.q());
    }
}
