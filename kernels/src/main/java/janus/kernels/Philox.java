package janus.kernels;

/**
 * Counter-based random numbers, Philox 4×32-10 (Salmon et al., 2011): a pure function of key and counter, so that any
 * thread on any device can draw the i-th number without drawing those before it.
 */
public final class Philox {
    private Philox() {}

    /** Bits for (key, stream, index): the first two output words of the counter (index low, index high, stream, 0). */
    public static long bits(long key, int stream, long index) {
        int c0 = (int) index;
        int c1 = (int) (index >>> 32);
        int c2 = stream;
        int c3 = 0;
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < 10; round++) {
            long p0 = (c0 & 0xFFFFFFFFL) * 0xD2511F53L;
            long p1 = (c2 & 0xFFFFFFFFL) * 0xCD9E8D57L;
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return (c0 & 0xFFFFFFFFL) | ((long) c1 << 32);
    }

    /** Uniform in [0, 1), with 24 bits: exact in float. */
    public static float uniform(long key, int stream, long index) {
        return (int) (bits(key, stream, index) >>> 40) * 0x1p-24f;
    }

    /** The words of {@code key} as a kernel takes them: four numbers of 16 bits, low first. */
    public static float[] words(long key) {
        float[] words = new float[4];
        for (int i = 0; i < 4; i++) {
            words[i] = (key >>> (16 * i)) & 0xFFFF;
        }
        return words;
    }
}
