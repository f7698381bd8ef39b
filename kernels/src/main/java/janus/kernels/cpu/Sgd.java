package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One step of stochastic gradient descent with momentum, over a range of each array. */
record Sgd(float momentum, boolean nesterov, float decay, float clip, float rate, View g, View m, View w) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    void run(int from, int length) {
        // m' = momentum·m + g'; the weight moves along g' + momentum·m', or along m' = 0·g' + 1·m'
        float alongGradient = nesterov ? 1 : 0;
        float alongMomentum = nesterov ? momentum : 1;
        int gi = g.offset() + from;
        int mi = m.offset() + from;
        int wi = w.offset() + from;
        int i = 0;
        for (; i < S.loopBound(length); i += Lanes.COUNT) {
            FloatVector weight = FloatVector.fromArray(S, w.array(), wi + i);
            FloatVector gradient =
                    FloatVector.fromArray(S, g.array(), gi + i).mul(clip).add(weight.mul(decay));
            FloatVector mean =
                    FloatVector.fromArray(S, m.array(), mi + i).mul(momentum).add(gradient);
            mean.intoArray(m.array(), mi + i);
            FloatVector direction = gradient.mul(alongGradient).add(mean.mul(alongMomentum));
            weight.sub(direction.mul(rate)).intoArray(w.array(), wi + i);
        }
        for (; i < length; i++) { // vector tail
            float weight = w.array()[wi + i];
            float gradient = g.array()[gi + i] * clip + weight * decay;
            float mean = m.array()[mi + i] * momentum + gradient;
            m.array()[mi + i] = mean;
            w.array()[wi + i] = weight - (gradient * alongGradient + mean * alongMomentum) * rate;
        }
    }
}
