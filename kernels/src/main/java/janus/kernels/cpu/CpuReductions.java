package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.PoolingSize;
import janus.kernels.Reductions;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums with a fixed tree: float in vector lanes over a span, float64 over lanes and spans. Spreading fills. */
interface CpuReductions extends Reductions, CpuElementwise {
    CpuPooling pooling();

    Kept kept();

    CpuMatmul product();

    @Override
    default void matmul(
            int m, int n, int k, boolean transposeA, boolean transposeB, Buffer a, Buffer b, boolean adds, Buffer c) {
        product().run(m, n, k, transposeA, transposeB, View.of(a), View.of(b), adds, View.of(c));
    }

    @Override
    default void sum(Shape z, Buffer x, Buffer y) {
        View from = View.of(x);
        sum(
                Layout.length(z, x.role()),
                y,
                (i, length, lanes, at) -> Sums.sum(from.array(), from.offset() + i, length, lanes, at));
    }

    @Override
    default void dot(int n, Buffer a, Buffer b, Buffer y) {
        View left = View.of(a);
        View right = View.of(b);
        sum(
                n,
                y,
                (i, length, lanes, at) -> Sums.dot(
                        left.array(), left.offset() + i, right.array(), right.offset() + i, length, lanes, at));
    }

    private void sum(int length, Buffer y, Partial partial) {
        int count = Spans.count(length) * Layout.BLOCK;
        float[] lanes = kept().zeros(count);
        Spans.run(workers(), length, (span, i, part) -> partial.run(i, part, lanes, span * Layout.BLOCK));
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += lanes[i];
        }
        View.of(y).set(0, total);
    }

    @Override
    default void spread(Shape z, double factor, Buffer dy, Buffer dx) {
        fill(z, factor * View.of(dy).get(0), dx);
    }

    @Override
    default void sumChannels(int n, int c, int hw, Buffer x, Buffer y) {
        View to = View.of(y);
        if (x.role() == Role.PLAIN) {
            View from = View.of(x);
            for (int i = 0; i < c; i++) {
                double total = 0;
                for (int row = 0; row < n; row++) {
                    total += from.get(row * c + i);
                }
                to.set(i, total);
            }
            return;
        }
        Strips strips = new Strips(n, c, hw);
        float[] source = CpuBuffer.of(x).array();
        int xi = CpuBuffer.of(x).offset();
        float[] sums = kept().zeros(strips.count() * Layout.BLOCK);
        strips.run(workers(), (strip, block, from, pixels) -> {
            ChannelSums.plain(source, xi + from, pixels, sums, strip * Layout.BLOCK);
        });
        for (int i = 0; i < c; i++) {
            to.set(i, strips.total(sums, i));
        }
    }

    @Override
    default void maskedMean(int n, int c, boolean byColumn, Buffer x, @Nullable Buffer mask, Buffer y) {
        View from = View.of(x);
        double[] sums = new double[c];
        double[] counts = counts(n, c, byColumn, mask);
        for (int i = 0; i < n * c; i++) {
            if (mask == null || View.of(mask).get(i) != 0) {
                sums[byColumn ? i % c : 0] += from.get(i);
            }
        }
        for (int i = 0; i < (byColumn ? c : 1); i++) {
            View.of(y).set(i, counts[i] == 0 ? 0 : sums[i] / counts[i]);
        }
    }

    @Override
    default void maskedMeanBackward(int n, int c, boolean byColumn, @Nullable Buffer mask, Buffer dy, Buffer dx) {
        View from = View.of(dy);
        View to = View.of(dx);
        double[] counts = counts(n, c, byColumn, mask);
        for (int i = 0; i < n * c; i++) {
            int group = byColumn ? i % c : 0;
            boolean counted = mask == null || View.of(mask).get(i) != 0;
            to.set(i, counted ? from.get(group) / counts[group] : 0);
        }
    }

    /** Elements that count, by column or all in counts[0]. */
    private static double[] counts(int n, int c, boolean byColumn, @Nullable Buffer mask) {
        double[] counts = new double[c];
        if (mask == null) {
            Arrays.fill(counts, byColumn ? n : (double) n * c);
        } else {
            View marks = View.of(mask);
            for (int i = 0; i < n * c; i++) {
                counts[byColumn ? i % c : 0] += marks.get(i) != 0 ? 1 : 0;
            }
        }
        return counts;
    }

    @Override
    default void maxPool(PoolingSize z, Buffer x, Buffer y, Buffer index) {
        pooling().max(z, (CpuBuffer) x, (CpuBuffer) y, (CpuBuffer) index);
    }

    @Override
    default void maxPoolBackward(PoolingSize z, Buffer dy, Buffer index, Buffer dx) {
        pooling().maxBackward(z, (CpuBuffer) dy, (CpuBuffer) index, (CpuBuffer) dx);
    }

    @Override
    default void averagePool(PoolingSize z, Buffer x, Buffer y) {
        pooling().average(z, (CpuBuffer) x, (CpuBuffer) y);
    }

    @Override
    default void averagePoolBackward(PoolingSize z, Buffer dy, Buffer dx) {
        pooling().averageBackward(z, (CpuBuffer) dy, (CpuBuffer) dx);
    }

    @Override
    default void globalAveragePool(int n, int c, int hw, Buffer x, Buffer y) {
        pooling().global(n, c, hw, (CpuBuffer) x, View.of(y));
    }

    @Override
    default void globalAveragePoolBackward(int n, int c, int hw, Buffer dy, Buffer dx) {
        pooling().globalBackward(n, c, hw, View.of(dy), (CpuBuffer) dx);
    }

    /** Leaves the sums of a span in the 16 lanes from {@code at} on. */
    interface Partial {
        void run(int from, int length, float[] lanes, int at);
    }
}
