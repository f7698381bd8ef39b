package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import janus.kernels.Updates.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

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
                        List<Segment> all = List.of(new Segment(0, n, 0, decay));
                        cases.add(new ParityCase("sgd nesterov" + options, t -> sgd(t, n, all, flag, apply)));
                        cases.add(new ParityCase("adam decoupled" + options, t -> adam(t, n, all, flag, apply)));
                    }
                }
            }
        }
        for (int count : new int[] {0, 1, 2, 63, 64, 65, 150}) {
            List<Segment> segments = segments(count);
            // as much behind the last as before the first
            int n = count == 0 ? 10 : segments.getLast().to() + 10;
            for (boolean flag : List.of(false, true)) {
                String options = "=" + flag + " segments=" + count;
                cases.add(new ParityCase("sgd nesterov" + options, t -> sgd(t, n, segments, flag, true)));
                cases.add(new ParityCase("adam decoupled" + options, t -> adam(t, n, segments, flag, true)));
            }
        }
        return cases;
    }

    /** Of awkward lengths, some with gaps between them, one longer than a block; decays and groups that tell. */
    private static List<Segment> segments(int count) {
        int[] lengths = {16, 1, 2_500, 7, 64, 3};
        List<Segment> segments = new ArrayList<>();
        int from = 10;
        for (int i = 0; i < count; i++) {
            int to = from + lengths[i % lengths.length];
            segments.add(new Segment(from, to, i % 3, i % 5));
            from = to + i % 4;
        }
        return segments;
    }

    private static void gate(Trial t, double maxNorm, float squares, float loss) {
        Buffer step = t.also(t.in(Shape.of(Updates.STEP), Role.PLAIN), (truth, magnitude) -> i -> {
            // root, sum and quotient for the factor; every other entry is exact
            return i == Updates.CLIP ? 4 * Tolerance.U : 0;
        });
        Buffer s = t.given(Shape.of(), Role.PLAIN, squares);
        t.kernels.gate(maxNorm, s, t.given(Shape.of(), Role.PLAIN, loss), step);
    }

    private static void sgd(Trial t, int n, List<Segment> segments, boolean nesterov, boolean apply) {
        Buffer step = step(t, apply);
        Buffer g = t.in(Shape.of(n), Role.PLAIN);
        // g' ≤ 5, m ≤ 10 and w ≤ 5 are rounded a few times each; g' ≤ 25 where the largest decay is 4
        Tolerance tolerance =
                apply ? inside(segments, Tolerance.of(4, segments.size() > 1 ? 30 : 10)) : Tolerance.exact();
        Buffer m = t.also(t.in(Shape.of(n), Role.PLAIN), tolerance);
        Buffer w = t.also(t.in(Shape.of(n), Role.PLAIN), tolerance);
        t.kernels.sgd(segments, 0.9, nesterov, step, g, m, w);
    }

    private static void adam(Trial t, int n, List<Segment> segments, boolean decoupled, boolean apply) {
        Buffer step = step(t, apply);
        Buffer g = t.in(Shape.of(n), Role.PLAIN);
        Tolerance moment = apply ? inside(segments, Tolerance.of(4, 5)) : Tolerance.exact();
        Buffer m = t.also(t.in(Shape.of(n), Role.PLAIN, v -> 0.1 * v), moment);
        Buffer v = t.also(t.in(Shape.of(n), Role.PLAIN, u -> 0.1 * u * u), moment);
        // the step is m̂/√v̂·rate, with eight roundings; m̂ ≤ 10, √v̂ ≥ √(.001·g²/.01) small only where m̂ is
        Tolerance weight = apply ? inside(segments, Tolerance.of(16, 5)) : Tolerance.exact();
        Buffer w = t.also(t.in(Shape.of(n), Role.PLAIN), weight);
        t.kernels.adam(segments, 0.9, 0.999, 1e-8, decoupled, step, g, m, v, w);
    }

    /** Numbers in no segment keep their bits. */
    private static Tolerance inside(List<Segment> segments, Tolerance tolerance) {
        return (truth, magnitude) -> {
            IntToDoubleFunction bounds = tolerance.bounds(truth, magnitude);
            return i -> segments.stream().anyMatch(s -> s.from() <= i && i < s.to()) ? bounds.applyAsDouble(i) : 0;
        };
    }

    private static void average(Trial t, int n, boolean apply) {
        Buffer step = step(t, apply);
        Buffer x = t.in(Shape.of(n), Role.PLAIN);
        Tolerance tolerance = apply ? Tolerance.of(3, 5) : Tolerance.exact();
        t.kernels.average(n, step, x, t.also(t.in(Shape.of(n), Role.PLAIN), tolerance));
    }

    /** As after ten steps of rates .01, .02 and .03, gradients clipped to .75 of their length. */
    private static Buffer step(Trial t, boolean apply) {
        float[] values = new float[Updates.RATE + 3];
        values[Updates.APPLY] = apply ? 1 : 0;
        values[Updates.CLIP] = 0.75f;
        for (int group = 0; group < 3; group++) {
            values[Updates.RATE + group] = 0.01f * (group + 1);
        }
        values[Updates.CORRECTION1] = (float) (1 - Math.pow(0.9, 10));
        values[Updates.CORRECTION2] = (float) (1 - Math.pow(0.999, 10));
        values[Updates.DECAY] = 0.99f;
        return t.given(Shape.of(values.length), Role.PLAIN, values);
    }
}
