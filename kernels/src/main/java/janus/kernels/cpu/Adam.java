package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One step of Adam over a range of each array: g' = clip·g + decay·w, w = keep·w − rate·m/(√v·scale + eps).
 * {@code rate} and {@code scale} contain the bias corrections: rate = RATE/CORRECTION1, scale = 1/√CORRECTION2.
 */
record Adam(
        float beta1,
        float beta2,
        float rest1,
        float rest2,
        float eps,
        float decay,
        float keep,
        float clip,
        float rate,
        float scale,
        View g,
        View m,
        View v,
        View w) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    void run(int from, int length) {
        int gi = g.offset() + from;
        int mi = m.offset() + from;
        int vi = v.offset() + from;
        int wi = w.offset() + from;
        int i = 0;
        for (; i < S.loopBound(length); i += Lanes.COUNT) {
            FloatVector weight = FloatVector.fromArray(S, w.array(), wi + i);
            FloatVector gradient =
                    FloatVector.fromArray(S, g.array(), gi + i).mul(clip).add(weight.mul(decay));
            FloatVector mean =
                    FloatVector.fromArray(S, m.array(), mi + i).mul(beta1).add(gradient.mul(rest1));
            FloatVector square = FloatVector.fromArray(S, v.array(), vi + i)
                    .mul(beta2)
                    .add(gradient.mul(gradient).mul(rest2));
            mean.intoArray(m.array(), mi + i);
            square.intoArray(v.array(), vi + i);
            FloatVector change = mean.mul(rate).div(square.sqrt().mul(scale).add(eps));
            weight.mul(keep).sub(change).intoArray(w.array(), wi + i);
        }
        for (; i < length; i++) { // vector tail
            float weight = w.array()[wi + i];
            float gradient = g.array()[gi + i] * clip + weight * decay;
            float mean = m.array()[mi + i] * beta1 + gradient * rest1;
            float square = v.array()[vi + i] * beta2 + gradient * gradient * rest2;
            m.array()[mi + i] = mean;
            v.array()[vi + i] = square;
            float change = mean * rate / ((float) Math.sqrt(square) * scale + eps);
            w.array()[wi + i] = weight * keep - change;
        }
    }
}
