package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.util.ArrayList;
import java.util.List;

final class UpdateCases {
    private UpdateCases() {}

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        float[][] sums = {{4, 1}, {0, 1}, {1e-4f, 0.5f}, {Float.NaN, 1}, {1, Float.NaN}, {Float.POSITIVE_INFINITY, 1}};
        for (float[] s : sums) {
            for (double norm : new double[] {1, Double.POSITIVE_INFINITY}) {
                String label = "gate squares=" + s[0] + " loss=" + s[1] + " maxNorm=" + norm;
                cases.add(new ParityCase(label, t -> gate(t, norm, s[0], s[1])));
            }
        }
        for (int n : new int[] {1, 7, 16, 17, 63, 207, 100_003}) {
            for (boolean apply : List.of(false, true)) {
                String label = " apply=" + apply + " n=" + n;
                cases.add(new ParityCase("average" + label, t -> average(t, n, apply)));
                for (boolean flag : List.of(false, true)) {
                    for (double decay : new double[] {0, 0.01}) {
                        String options = "=" + flag + " decay=" + decay + label;
                        cases.add(new ParityCase("sgd nesterov" + options, t -> sgd(t, n, flag, decay, apply)));
                        cases.add(new ParityCase("adam decoupled" + options, t -> adam(t, n, flag, decay, apply)));
                    }
                }
            }
        }
        return cases;
    }

    private static void gate(Trial t, double maxNorm, float squares, float loss) {
        Buffer step = t.also(t.in(Shape.of(Updates.STEP), Role.PLAIN), (truth, magnitude) -> i -> {
            // root, sum and quotient for the factor; every other entry is exact
            return i == Updates.CLIP ? 4 * Tolerance.U : 0;
        });
        Buffer s = t.given(Shape.of(), Role.PLAIN, squares);
        t.kernels.gate(maxNorm, s, t.given(Shape.of(), Role.PLAIN, loss), step);
    }

    private static void sgd(Trial t, int n, boolean nesterov, double decay, boolean apply) {
        Buffer step = step(t, apply);
        Buffer g = t.in(Shape.of(n), Role.PLAIN);
        // g' ≤ 5, m ≤ 10 and w ≤ 5 are rounded a few times each
        Tolerance tolerance = apply ? Tolerance.of(4, 10) : Tolerance.exact();
        Buffer m = t.also(t.in(Shape.of(n), Role.PLAIN), tolerance);
        Buffer w = t.also(t.in(Shape.of(n), Role.PLAIN), tolerance);
        t.kernels.sgd(n, 0.9, nesterov, decay, step, g, m, w);
    }

    private static void adam(Trial t, int n, boolean decoupled, double decay, boolean apply) {
        Buffer step = step(t, apply);
        Buffer g = t.in(Shape.of(n), Role.PLAIN);
        Tolerance moment = apply ? Tolerance.of(4, 5) : Tolerance.exact();
        Buffer m = t.also(t.in(Shape.of(n), Role.PLAIN, v -> 0.1 * v), moment);
        Buffer v = t.also(t.in(Shape.of(n), Role.PLAIN, u -> 0.1 * u * u), moment);
        // the step is m̂/√v̂·rate, with eight roundings; m̂ ≤ 10, √v̂ ≥ √(.001·g²/.01) small only where m̂ is
        Tolerance weight = apply ? Tolerance.of(16, 5) : Tolerance.exact();
        Buffer w = t.also(t.in(Shape.of(n), Role.PLAIN), weight);
        t.kernels.adam(n, 0.9, 0.999, 1e-8, decay, decoupled, step, g, m, v, w);
    }

    private static void average(Trial t, int n, boolean apply) {
        Buffer step = step(t, apply);
        Buffer x = t.in(Shape.of(n), Role.PLAIN);
        Tolerance tolerance = apply ? Tolerance.of(3, 5) : Tolerance.exact();
        t.kernels.average(n, step, x, t.also(t.in(Shape.of(n), Role.PLAIN), tolerance));
    }

    /** As after ten steps of rate .01, gradients clipped to .75 of their length. */
    private static Buffer step(Trial t, boolean apply) {
        float[] values = new float[Updates.STEP];
        values[Updates.APPLY] = apply ? 1 : 0;
        values[Updates.CLIP] = 0.75f;
        values[Updates.RATE] = 0.01f;
        values[Updates.CORRECTION1] = (float) (1 - Math.pow(0.9, 10));
        values[Updates.CORRECTION2] = (float) (1 - Math.pow(0.999, 10));
        values[Updates.DECAY] = 0.99f;
        return t.given(Shape.of(Updates.STEP), Role.PLAIN, values);
    }
}
