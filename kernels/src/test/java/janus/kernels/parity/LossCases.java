package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

final class LossCases {
    private static final int[][] SIZES = {{1, 1}, {7, 40}, {16, 16}, {17, 10}, {63, 7}, {3, 207}};
    private static final DoubleUnaryOperator TARGET = v -> v > 0.3 ? 1 : 0;

    private LossCases() {}

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            Shape z = Shape.of(s);
            for (boolean weighted : List.of(false, true)) {
                String label = "binaryCrossEntropy weighted=" + weighted + " " + z;
                for (double scale : new double[] {1, 50}) {
                    cases.add(new ParityCase(label + " x·" + scale, t -> crossEntropy(t, z, weighted, scale)));
                    cases.add(new ParityCase(
                            label + " backward x·" + scale, t -> crossEntropyBackward(t, z, weighted, scale)));
                }
            }
            for (double beta : new double[] {0.05, 1}) {
                cases.add(new ParityCase("smoothL1 beta=" + beta + " " + z, t -> smoothL1(t, z, beta)));
            }
            cases.add(new ParityCase("squaredError " + z, t -> squaredError(t, z)));
            for (double scale : new double[] {1, 50}) {
                cases.add(new ParityCase("softmaxCrossEntropy " + z + " x·" + scale, t -> softmax(t, z, scale, 0)));
            }
            cases.add(new ParityCase("softmaxCrossEntropy of bad labels " + z, t -> softmax(t, z, 1, .5)));
            cases.add(new ParityCase("softmaxCrossEntropy of no labels " + z, t -> softmax(t, z, 1, -z.at(1))));
        }
        return cases;
    }

    private static void crossEntropy(Trial t, Shape z, boolean weighted, double scale) {
        Buffer x = t.in(z, Role.PLAIN, v -> scale * v);
        Buffer target = t.in(z, Role.PLAIN, TARGET);
        Buffer weight = weighted ? t.in(Shape.of(z.at(1)), Role.PLAIN, v -> 0.1 + v * v) : null;
        // softplus, its sum and two products: eight roundings, of logarithms near 1 in absolute terms
        Buffer y = t.out(z, Role.PLAIN, (truth, magnitude) -> i -> 8 * Tolerance.U * Math.max(1, truth[i]));
        t.kernels.binaryCrossEntropy(z.at(0), z.at(1), x, target, weight, y);
    }

    private static void crossEntropyBackward(Trial t, Shape z, boolean weighted, double scale) {
        Buffer x = t.in(z, Role.PLAIN, v -> scale * v);
        Buffer target = t.in(z, Role.PLAIN, TARGET);
        Buffer weight = weighted ? t.in(Shape.of(z.at(1)), Role.PLAIN, v -> 0.1 + v * v) : null;
        Buffer dy = t.in(z, Role.PLAIN);
        // |dx| ≤ 5·(.1 + 25): relative for what is not tiny, else relative to a logistic of 1
        Buffer dx =
                t.out(z, Role.PLAIN, (truth, magnitude) -> i -> 12 * Tolerance.U * Math.max(0.25, Math.abs(truth[i])));
        t.kernels.binaryCrossEntropyBackward(z.at(0), z.at(1), x, target, weight, dy, dx);
    }

    private static void squaredError(Trial t, Shape z) {
        Buffer x = t.in(z, Role.PLAIN);
        Buffer target = t.in(z, Role.PLAIN);
        Buffer dy = t.in(z, Role.PLAIN);
        Tolerance tolerance = Tolerance.roundings(4);
        t.kernels.squaredError(z.at(0), z.at(1), x, target, t.out(z, Role.PLAIN, tolerance));
        t.kernels.squaredErrorBackward(z.at(0), z.at(1), x, target, dy, t.out(z, Role.PLAIN, tolerance));
    }

    private static void smoothL1(Trial t, Shape z, double beta) {
        Buffer x = t.in(z, Role.PLAIN);
        Buffer target = t.in(z, Role.PLAIN);
        Buffer dy = t.in(z, Role.PLAIN);
        // d is rounded once relative to itself; |d| − beta/2 halves it at most
        Tolerance tolerance = Tolerance.roundings(8);
        t.kernels.smoothL1(z.at(0), z.at(1), beta, x, target, t.out(z, Role.PLAIN, tolerance));
        t.kernels.smoothL1Backward(z.at(0), z.at(1), beta, x, target, dy, t.out(z, Role.PLAIN, tolerance));
    }

    private static void softmax(Trial t, Shape z, double scale, double shift) {
        int n = z.at(0);
        int c = z.at(1);
        Buffer x = t.in(z, Role.PLAIN, v -> scale * v);
        Buffer label = t.in(Shape.of(n), Role.PLAIN, v -> Math.floor(Math.abs(v) * 1e6) % c + shift);
        Buffer dy = t.in(Shape.of(n), Role.PLAIN);
        // x − max is rounded at |x| ≤ 5·scale before the exponential, which turns it into a relative error
        double k = 8 + 5 * Math.sqrt(c) + 8 * scale;
        Buffer p = t.out(z, Role.PLAIN, Tolerance.of(k, 1));
        Buffer y = t.out(Shape.of(n), Role.PLAIN, Tolerance.of(k, 1 + scale));
        t.kernels.softmaxCrossEntropy(n, c, x, label, p, y);
        // p − 1 has p's error; dy ≤ 5
        t.kernels.softmaxCrossEntropyBackward(n, c, p, label, dy, t.out(z, Role.PLAIN, Tolerance.of(k, 5)));
    }
}
