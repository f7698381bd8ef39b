package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The passes of batch normalization's adjoint over runs of pixels, with g = dy where a gate is open, else 0. The gate is
 * open where scale·(z − mean) + β &gt; floor: with x for z and x's rows that is [y &gt; 0], reckoned as {@link Normalize}
 * does it and so right to the bit; with y for z and rows that leave it as it is, the same; floor −∞ lets all numbers
 * pass that are finite, and where one is not the gradient of x is NaN.
 * {@code rows} and {@code gates} are those of {@link Coefficients}; {@code gates} may be of one block for all. A run lies
 * from index {@code gi} on in dy, and {@code from} floats after the first number of every map.
 */
record NormalizeBackward(float[] rows, float[] gates, float floor, float[] dy, CpuBuffer z, CpuBuffer x) {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;

    /** With ReLU, {@code y} decides where it is given, else x. */
    static NormalizeBackward of(float[] rows, boolean relu, float[] dy, @Nullable CpuBuffer y, CpuBuffer x) {
        return relu && y != null
                ? new NormalizeBackward(rows, Coefficients.IDENTITY, 0, dy, y, x)
                : new NormalizeBackward(rows, rows, Normalize.floor(relu), dy, x, x);
    }

    /** Adds Σg to 16 numbers of {@code sums} from {@code to} on, Σg·(x − mean) to the next 16. */
    void sums(int block, int gi, int from, int pixels, float[] sums, int to) {
        float[] source = x.array();
        float[] decisive = z.array();
        int xi = x.offset() + from;
        int zi = z.offset() + from;
        int gate = gate(block);
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector mean = FloatVector.fromArray(S, rows, Coefficients.at(block) + Coefficients.MEAN + v);
            FloatVector centre = FloatVector.fromArray(S, gates, gate + Coefficients.MEAN + v);
            FloatVector scale = FloatVector.fromArray(S, gates, gate + Coefficients.SCALE + v);
            FloatVector beta = FloatVector.fromArray(S, gates, gate + Coefficients.BETA + v);
            FloatVector sum = FloatVector.zero(S);
            FloatVector product = sum;
            for (int i = v; i < pixels * B; i += B) {
                FloatVector t = FloatVector.fromArray(S, decisive, zi + i).sub(centre);
                FloatVector g = FloatVector.fromArray(S, dy, gi + i);
                VectorMask<Float> open = t.mul(scale).add(beta).compare(VectorOperators.GT, floor);
                g = FloatVector.zero(S).blend(g, open);
                sum = sum.add(g);
                product = product.add(
                        g.mul(FloatVector.fromArray(S, source, xi + i).sub(mean)));
            }
            Lanes.accumulate(sum, sums, to + v);
            Lanes.accumulate(product, sums, to + B + v);
        }
    }

    /** dx = scale·(g − Σg/m − (x − mean)·slope). */
    void gradient(int block, int gi, int from, int pixels, CpuBuffer dx) {
        float[] source = x.array();
        float[] decisive = z.array();
        float[] target = dx.array();
        int xi = x.offset() + from;
        int zi = z.offset() + from;
        int di = dx.offset() + from;
        int at = Coefficients.at(block);
        int gate = gate(block);
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector mean = FloatVector.fromArray(S, rows, at + Coefficients.MEAN + v);
            FloatVector factor = FloatVector.fromArray(S, rows, at + Coefficients.SCALE + v);
            FloatVector c0 = FloatVector.fromArray(S, rows, at + Coefficients.GRADIENT + v);
            FloatVector c1 = FloatVector.fromArray(S, rows, at + Coefficients.SLOPE + v);
            FloatVector centre = FloatVector.fromArray(S, gates, gate + Coefficients.MEAN + v);
            FloatVector scale = FloatVector.fromArray(S, gates, gate + Coefficients.SCALE + v);
            FloatVector beta = FloatVector.fromArray(S, gates, gate + Coefficients.BETA + v);
            for (int i = v; i < pixels * B; i += B) {
                FloatVector t = FloatVector.fromArray(S, decisive, zi + i).sub(centre);
                FloatVector g = FloatVector.fromArray(S, dy, gi + i);
                VectorMask<Float> open = t.mul(scale).add(beta).compare(VectorOperators.GT, floor);
                g = FloatVector.zero(S).blend(g, open).sub(c0);
                FloatVector d = FloatVector.fromArray(S, source, xi + i).sub(mean);
                g.sub(d.mul(c1)).mul(factor).intoArray(target, di + i);
            }
        }
    }

    /** dresidual = g; may be dy. */
    void pass(int block, int gi, int from, int pixels, CpuBuffer dresidual) {
        float[] decisive = z.array();
        float[] target = dresidual.array();
        int zi = z.offset() + from;
        int di = dresidual.offset() + from;
        int gate = gate(block);
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector centre = FloatVector.fromArray(S, gates, gate + Coefficients.MEAN + v);
            FloatVector scale = FloatVector.fromArray(S, gates, gate + Coefficients.SCALE + v);
            FloatVector beta = FloatVector.fromArray(S, gates, gate + Coefficients.BETA + v);
            for (int i = v; i < pixels * B; i += B) {
                FloatVector t = FloatVector.fromArray(S, decisive, zi + i).sub(centre);
                FloatVector g = FloatVector.fromArray(S, dy, gi + i);
                VectorMask<Float> open = t.mul(scale).add(beta).compare(VectorOperators.GT, floor);
                FloatVector.zero(S).blend(g, open).intoArray(target, di + i);
            }
        }
    }

    private int gate(int block) {
        return gates == rows ? Coefficients.at(block) : 0;
    }
}
