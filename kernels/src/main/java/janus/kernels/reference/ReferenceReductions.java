package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.get;
import static janus.kernels.reference.ReferenceBuffer.set;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Shape;
import org.jspecify.annotations.Nullable;

interface ReferenceReductions extends Kernels {
    @Override
    default void matmul(
            int m, int n, int k, boolean transposeA, boolean transposeB, Buffer a, Buffer b, boolean adds, Buffer c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = adds ? get(c, i * n + j) : 0;
                for (int l = 0; l < k; l++) {
                    sum += get(a, transposeA ? l * m + i : i * k + l) * get(b, transposeB ? j * k + l : l * n + j);
                }
                set(c, i * n + j, sum);
            }
        }
    }

    @Override
    default void sum(Shape z, Buffer x, Buffer y) {
        double sum = 0;
        for (int i = 0; i < z.size(); i++) {
            sum += get(x, i);
        }
        set(y, 0, sum);
    }

    @Override
    default void spread(Shape z, double factor, Buffer dy, Buffer dx) {
        fill(z, factor * get(dy, 0), dx);
    }

    @Override
    default void dot(int n, Buffer a, Buffer b, Buffer y) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += get(a, i) * get(b, i);
        }
        set(y, 0, sum);
    }

    @Override
    default void maskedMean(int n, int c, boolean byColumn, Buffer x, @Nullable Buffer mask, Buffer y) {
        int means = byColumn ? c : 1;
        for (int j = 0; j < means; j++) {
            double sum = 0;
            int count = 0;
            for (int i = j; i < n * c; i += means) {
                if (mask == null || get(mask, i) != 0) {
                    sum += get(x, i);
                    count++;
                }
            }
            set(y, j, count == 0 ? 0 : sum / count);
        }
    }

    @Override
    default void maskedMeanBackward(int n, int c, boolean byColumn, @Nullable Buffer mask, Buffer dy, Buffer dx) {
        int means = byColumn ? c : 1;
        for (int j = 0; j < means; j++) {
            int count = 0;
            for (int i = j; i < n * c; i += means) {
                count += mask == null || get(mask, i) != 0 ? 1 : 0;
            }
            for (int i = j; i < n * c; i += means) {
                set(dx, i, mask == null || get(mask, i) != 0 ? get(dy, j) / count : 0);
            }
        }
    }
}
