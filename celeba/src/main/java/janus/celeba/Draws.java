package janus.celeba;

/**
 * Random numbers that are a pure function of a key: SplitMix64 (Steele, Lea and Flood, 2014) started at a hash of (seed,
 * stream, epoch, row).
 */
public class Draws {
    protected static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    protected Draws(long state) {
        this.state = state;
    }

    Draws(long seed, long stream, long epoch, long row) {
        state = mix(mix(mix(mix(seed + GOLDEN) ^ stream) + GOLDEN ^ epoch) + GOLDEN ^ row);
    }

    /** SplitMix64's finaliser: a bijection of 64 bits in which every bit depends on every other. */
    public static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    public final long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1), 53 bits. */
    public final double uniform() {
        return (bits() >>> 11) * 0x1p-53;
    }

    /** Uniform in [−1, 1). */
    final double symmetric() {
        return 2 * uniform() - 1;
    }
}
