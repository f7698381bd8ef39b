package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a convolution's sums on their way to memory: y = max(sum + shift + added, floor), where shift is the
 * channel's, added is a number of another map at the same place, and floor is 0 or −∞; or y = sum, or sum + added.
 */
final class Finish {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    /** y = sum. */
    static final Finish NONE = new Finish(null, 0, false, new float[0], 0);

    /** Whether something is added. */
    final boolean adds;

    final float[] added;
    /** From a number of y to what is added to it. */
    final int apart;
    /** Whether shift and floor have a say. */
    final boolean shifts;

    /** Of each channel, in whole blocks. */
    final float[] shift;

    final float floor;

    private Finish(@Nullable CpuBuffer added, int y, boolean shifts, float[] shift, float floor) {
        this.adds = added != null;
        this.added = added == null ? shift : added.array();
        this.apart = added == null ? 0 : added.offset() - y;
        this.shifts = shifts;
        this.shift = shift;
        this.floor = floor;
    }

    /** y = y + sum if {@code adds}, else sum. */
    static Finish of(boolean adds, CpuBuffer y) {
        return adds ? new Finish(y, y.offset(), false, new float[0], 0) : NONE;
    }

    /** y = act(sum + shift + residual). */
    static Finish of(float[] shift, @Nullable CpuBuffer residual, boolean relu, CpuBuffer y) {
        return new Finish(residual, y.offset(), true, shift, Normalize.floor(relu));
    }

    /** Finishes, in place, 16 channels from {@code channel} on of the first {@code count} pixels of a list. */
    void pixels(float[] y, int yi, int[] pixels, int count, int channel) {
        int next;
        for (int i = 0; i < count; i = next) {
            next = i + 1;
            while (next < count && pixels[next] == pixels[next - 1] + B) {
                next++;
            }
            write(y, yi + pixels[i], y, yi + pixels[i], channel, next - i);
        }
    }

    /** Finishes {@code count} pixels of 16 channels from {@code channel} on; y may be the sums (in place). */
    void write(float[] sums, int from, float[] y, int to, int channel, int count) {
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector b = shifts ? FloatVector.fromArray(S, shift, channel + v) : FloatVector.zero(S);
            for (int i = v; i < count * B + v; i += B) {
                FloatVector t = FloatVector.fromArray(S, sums, from + i);
                if (shifts) {
                    t = t.add(b);
                }
                if (adds) {
                    t = t.add(FloatVector.fromArray(S, added, to + i + apart));
                }
                if (shifts) {
                    t = t.blend(floor, t.compare(VectorOperators.LT, floor));
                }
                t.intoArray(y, to + i);
            }
        }
    }
}
