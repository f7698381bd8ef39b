package janus.models.balance;

import java.util.Arrays;

/** A few numbers learned on the host by Adam (Kingma & Ba, 2015), β = .9 and .999. */
final class Learned {
    private static final double FIRST = .9;
    private static final double SECOND = .999;
    private static final double EPSILON = 1e-8;

    private final int count;
    private final double rate;
    /** The numbers, both moments of each, and the steps taken. */
    private final double[] state;

    Learned(int count, double start, double rate) {
        this.count = count;
        this.rate = rate;
        this.state = new double[3 * count + 1];
        Arrays.fill(state, 0, count, start);
    }

    double get(int i) {
        return state[i];
    }

    void set(int i, double value) {
        state[i] = value;
    }

    /** One step down {@code gradient}. */
    void step(double[] gradient) {
        double steps = ++state[3 * count];
        for (int i = 0; i < count; i++) {
            double first = FIRST * state[count + i] + (1 - FIRST) * gradient[i];
            double second = SECOND * state[2 * count + i] + (1 - SECOND) * gradient[i] * gradient[i];
            state[count + i] = first;
            state[2 * count + i] = second;
            double scale = Math.sqrt(second / (1 - StrictMath.pow(SECOND, steps))) + EPSILON;
            state[i] -= rate * first / (1 - StrictMath.pow(FIRST, steps)) / scale;
        }
    }

    double[] state() {
        return state.clone();
    }

    void restore(double[] saved) {
        System.arraycopy(saved, 0, state, 0, state.length);
    }
}
