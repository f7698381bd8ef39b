package janus.celeba.synthetic;

import janus.celeba.Draws;

/** Draws of many kinds, started at a hash of any number of keys. */
final class Chance extends Draws {
    private Chance(long state) {
        super(state);
    }

    /** The stream of these keys; any other keys give an independent one. */
    static Chance of(long... keys) {
        long state = GOLDEN;
        for (long key : keys) {
            state = mix(state + GOLDEN ^ mix(key + GOLDEN));
        }
        return new Chance(state);
    }

    double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Uniform in 0…n−1. */
    int below(int n) {
        return (int) (uniform() * n);
    }

    boolean happens(double probability) {
        return uniform() < probability;
    }

    /** Standard normal (Box–Muller; StrictMath, so that every machine draws the same). */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** Normal, cut at two deviations. */
    double normal(double deviation) {
        return deviation * Math.clamp(normal(), -2, 2);
    }

    int pick(int... choices) {
        return choices[below(choices.length)];
    }
}
