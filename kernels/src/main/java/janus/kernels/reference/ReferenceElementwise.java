package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.get;
import static janus.kernels.reference.ReferenceBuffer.set;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Philox;
import janus.kernels.Shape;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

interface ReferenceElementwise extends Kernels {
    @Override
    default void relu(Shape z, Buffer x, Buffer y) {
        map(z, v -> Math.max(v, 0), x, y);
    }

    @Override
    default void reluBackward(Shape z, Buffer y, Buffer dy, Buffer dx) {
        map(z, (v, g) -> v > 0 ? g : 0, y, dy, dx);
    }

    @Override
    default void sigmoid(Shape z, Buffer x, Buffer y) {
        map(z, v -> 1 / (1 + Math.exp(-v)), x, y);
    }

    @Override
    default void sigmoidBackward(Shape z, Buffer y, Buffer dy, Buffer dx) {
        map(z, (v, g) -> g * v * (1 - v), y, dy, dx);
    }

    @Override
    default void add(Shape z, Buffer a, Buffer b, Buffer y) {
        map(z, Double::sum, a, b, y);
    }

    @Override
    default void subtract(Shape z, Buffer a, Buffer b, Buffer y) {
        map(z, (u, v) -> u - v, a, b, y);
    }

    @Override
    default void multiply(Shape z, Buffer a, Buffer b, Buffer y) {
        map(z, (u, v) -> u * v, a, b, y);
    }

    @Override
    default void scale(Shape z, double factor, Buffer x, Buffer y) {
        map(z, v -> factor * v, x, y);
    }

    @Override
    default void fill(Shape z, double value, Buffer y) {
        for (int i = 0; i < z.size(); i++) {
            set(y, i, value);
        }
    }

    @Override
    default void copy(Shape z, Buffer x, Buffer y) {
        map(z, v -> v, x, y);
    }

    @Override
    default void dropout(Shape z, double rate, int stream, Buffer key, Buffer x, Buffer y) {
        long word = 0;
        for (int i = 0; i < 4; i++) {
            word |= (long) get(key, i) << (16 * i);
        }
        for (int i = 0; i < z.size(); i++) {
            boolean keep = Philox.uniform(word, stream, i) >= rate;
            set(y, i, keep ? get(x, i) / (1 - rate) : 0);
        }
    }

    @Override
    default void flatten(int n, int c, int h, int w, Buffer x, Buffer y) {
        copy(Shape.of(n, c, h, w), x, y);
    }

    @Override
    default void unflatten(int n, int c, int h, int w, Buffer dy, Buffer dx) {
        copy(Shape.of(n, c, h, w), dy, dx);
    }

    @Override
    default void copyChannels(int n, int hw, int cx, int ix, int cy, int iy, int count, Buffer x, Buffer y) {
        for (int in = 0; in < n; in++) {
            for (int i = 0; i < count * hw; i++) {
                set(y, (in * cy + iy) * hw + i, get(x, (in * cx + ix) * hw + i));
            }
        }
    }

    private static void map(Shape z, DoubleUnaryOperator f, Buffer x, Buffer y) {
        for (int i = 0; i < z.size(); i++) {
            set(y, i, f.applyAsDouble(get(x, i)));
        }
    }

    private static void map(Shape z, DoubleBinaryOperator f, Buffer a, Buffer b, Buffer y) {
        for (int i = 0; i < z.size(); i++) {
            set(y, i, f.applyAsDouble(get(a, i), get(b, i)));
        }
    }
}
