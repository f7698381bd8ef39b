package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;

/**
 * Brings numbers to a core's cache before they are needed: read one after another, and for nothing else, they come from
 * memory in less than half the time.
 */
final class ReadAhead {
    private static final int LANES = Lanes.COUNT;

    /** Of all that was read: what nobody asked for would not be read. */
    private float sum;

    /** Reads {@code count} floats, a multiple of a vector's, from {@code at} on. */
    void read(float[] x, int at, int count) {
        FloatVector a = FloatVector.zero(Lanes.SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = at;
        for (; i < at + count - 3 * LANES; i += 4 * LANES) {
            a = a.add(FloatVector.fromArray(Lanes.SPECIES, x, i));
            b = b.add(FloatVector.fromArray(Lanes.SPECIES, x, i + LANES));
            c = c.add(FloatVector.fromArray(Lanes.SPECIES, x, i + 2 * LANES));
            d = d.add(FloatVector.fromArray(Lanes.SPECIES, x, i + 3 * LANES));
        }
        for (; i < at + count; i += LANES) {
            a = a.add(FloatVector.fromArray(Lanes.SPECIES, x, i));
        }
        sum += a.add(b).add(c.add(d)).lane(0);
    }
}
