package janus.celeba.synthetic;

/** Random numbers as a pure function of a key: SplitMix64 (Steele, Lea and Flood 2014) started at the mixed key. */
final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Chance(long state) {
        this.state = state;
    }

    /** The stream of these keys; any other keys give an independent one. */
    static Chance of(long... keys) {
        long state = GOLDEN;
        for (long key : keys) {
            state = mix(state + GOLDEN ^ mix(key + GOLDEN));
        }
        return new Chance(state);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (bits() >>> 11) * 0x1p-53;
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
