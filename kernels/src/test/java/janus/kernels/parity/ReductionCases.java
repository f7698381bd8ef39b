package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

final class ReductionCases {
    private static final int[][] PRODUCTS = {
        {1, 1, 1}, {1, 7, 16}, {7, 16, 17}, {16, 17, 63}, {63, 1, 207}, {17, 207, 7}, {32, 256, 512}, {33, 40, 256}
    };

    private ReductionCases() {}

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (int[] s : PRODUCTS) {
            for (int flags = 0; flags < 8; flags++) {
                boolean a = (flags & 1) != 0;
                boolean b = (flags & 2) != 0;
                boolean adds = (flags & 4) != 0;
                String label = "matmul [m, n, k] = " + List.of(s[0], s[1], s[2]) + " transposeA=" + a + " transposeB="
                        + b + " adds=" + adds;
                cases.add(new ParityCase(label, t -> matmul(t, s[0], s[1], s[2], a, b, adds)));
            }
        }
        for (int n : new int[] {1, 7, 16, 17, 63, 207, 5000, 100_003}) {
            cases.add(new ParityCase("dot " + n, t -> {
                Buffer a = t.in(Shape.of(n), Role.PLAIN);
                Buffer b = t.in(Shape.of(n), Role.PLAIN);
                // pairwise: roundings grow with the logarithm
                Tolerance tolerance = Tolerance.sum(1 + Math.log(n));
                t.kernels.dot(n, a, b, t.out(Shape.of(), Role.PLAIN, tolerance));
            }));
            sums(cases, Shape.of(n), Role.PLAIN);
        }
        sums(cases, Shape.of(2, 7, 3, 5), Role.ACTIVATION);
        sums(cases, Shape.of(3, 17, 16, 7), Role.ACTIVATION);
        sums(cases, Shape.of(1, 3, 17, 17), Role.IMAGE);
        for (int[] s : new int[][] {{1, 1}, {7, 16}, {16, 7}, {63, 17}, {17, 63}, {3, 207}, {207, 40}}) {
            for (boolean byColumn : List.of(false, true)) {
                for (Mask mask : Mask.values()) {
                    String label = "maskedMean " + mask + " byColumn=" + byColumn + " " + Shape.of(s);
                    cases.add(new ParityCase(label, t -> maskedMean(t, Shape.of(s), byColumn, mask)));
                }
            }
        }
        return cases;
    }

    /** Which elements count. */
    private enum Mask {
        NULL,
        SOME,
        NONE
    }

    private static void matmul(Trial t, int m, int n, int k, boolean transposeA, boolean transposeB, boolean adds) {
        Buffer a = t.in(transposeA ? Shape.of(k, m) : Shape.of(m, k), Role.PLAIN);
        Buffer b = t.in(transposeB ? Shape.of(n, k) : Shape.of(k, n), Role.PLAIN);
        Tolerance tolerance = Tolerance.sum(k + 1.0);
        Shape z = Shape.of(m, n);
        Buffer c = adds ? t.also(t.in(z, Role.PLAIN), tolerance) : t.out(z, Role.PLAIN, tolerance);
        t.kernels.matmul(m, n, k, transposeA, transposeB, a, b, adds, c);
    }

    private static void sums(List<ParityCase> cases, Shape z, Role role) {
        cases.add(new ParityCase("sum " + role + " " + z, t -> {
            Buffer x = t.in(z, role);
            t.kernels.sum(z, x, t.out(Shape.of(), Role.PLAIN, Tolerance.sum(z.size())));
        }));
        cases.add(new ParityCase("spread " + role + " " + z, t -> {
            Buffer dy = t.in(Shape.of(), Role.PLAIN);
            t.kernels.spread(z, 0.125, dy, t.out(z, role, Tolerance.exact()));
        }));
    }

    /** What the mask leaves out is NaN. */
    private static void maskedMean(Trial t, Shape z, boolean byColumn, Mask mask) {
        int n = z.at(0);
        int c = z.at(1);
        Buffer m =
                switch (mask) {
                    case NULL -> null;
                    case SOME -> t.given(z, Role.PLAIN, pattern(z, 0, 1));
                    case NONE -> t.given(z, Role.PLAIN, new float[z.size()]);
                };
        float[] values = mask == Mask.NULL ? new float[z.size()] : pattern(z, Float.NaN, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) Math.sin(i) + 2;
        }
        Shape means = byColumn ? Shape.of(c) : Shape.of();
        Buffer y = t.out(means, Role.PLAIN, Tolerance.sum(n * (byColumn ? 1.0 : c)));
        t.kernels.maskedMean(n, c, byColumn, t.given(z, Role.PLAIN, values), m, y);
        Buffer dx = t.out(z, Role.PLAIN, Tolerance.roundings(2.5));
        t.kernels.maskedMeanBackward(n, c, byColumn, m, t.in(means, Role.PLAIN), dx);
    }

    /** {@code off} in the first column and at every third place, else {@code on}. */
    private static float[] pattern(Shape z, float off, float on) {
        float[] values = new float[z.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % z.at(1) == 0 || i % 3 == 1 ? off : on;
        }
        return values;
    }
}
