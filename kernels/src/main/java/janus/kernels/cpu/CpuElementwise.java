package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Elementwise;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Arrays;

/** Loops over elements: layout does not matter to most, so they run over everything a buffer spans. */
interface CpuElementwise extends Elementwise {
    Workers workers();

    @Override
    default void relu(Shape z, Buffer x, Buffer y) {
        map(z, x, y, Loops::relu);
    }

    @Override
    default void reluBackward(Shape z, Buffer y, Buffer dy, Buffer dx) {
        map(z, y, dy, dx, Loops::reluBackward);
    }

    @Override
    default void sigmoid(Shape z, Buffer x, Buffer y) {
        map(z, x, y, Loops::sigmoid);
        Lanes.zeroPadding(z, (CpuBuffer) y);
    }

    @Override
    default void sigmoidBackward(Shape z, Buffer y, Buffer dy, Buffer dx) {
        map(z, y, dy, dx, Loops::sigmoidBackward);
    }

    @Override
    default void add(Shape z, Buffer a, Buffer b, Buffer y) {
        map(z, a, b, y, Loops::add);
    }

    @Override
    default void subtract(Shape z, Buffer a, Buffer b, Buffer y) {
        map(z, a, b, y, Loops::subtract);
    }

    @Override
    default void multiply(Shape z, Buffer a, Buffer b, Buffer y) {
        map(z, a, b, y, Loops::multiply);
    }

    @Override
    default void scale(Shape z, double factor, Buffer x, Buffer y) {
        map(z, x, y, (a, ai, b, bi, length) -> Loops.scale((float) factor, a, ai, b, bi, length));
    }

    @Override
    default void fill(Shape z, double value, Buffer y) {
        CpuBuffer target = written(y);
        float[] array = target.array();
        int from = target.offset();
        if (y.role() == Role.FILTER) {
            fillFilter(z, (float) value, array, from);
            return;
        }
        Spans.run(
                workers(),
                Layout.length(z, y.role()),
                (span, i, length) -> Arrays.fill(array, from + i, from + i + length, (float) value));
        Lanes.zeroPadding(z, target);
    }

    private static void fillFilter(Shape z, float value, float[] array, int from) {
        int taps = z.at(2) * z.at(3);
        Arrays.fill(array, from, from + Layout.length(z, Role.FILTER), 0f);
        for (int i = 0; i < z.size(); i++) {
            int k = i / taps / z.at(1);
            array[from + Layout.filter(z.at(1), taps, k, i / taps % z.at(1), i % taps)] = value;
        }
    }

    @Override
    default void copy(Shape z, Buffer x, Buffer y) {
        map(z, x, y, System::arraycopy);
    }

    @Override
    default void dropout(Shape z, double rate, int stream, Buffer key, Buffer x, Buffer y) {
        new Dropout(rate, stream, key).run(workers(), z, (CpuBuffer) x, (CpuBuffer) y);
        Lanes.zeroPadding(z, (CpuBuffer) y);
    }

    @Override
    default void addBias(int n, int c, int hw, Buffer x, Buffer b, Buffer y) {
        CpuBuffer source = CpuBuffer.of(x);
        CpuBuffer target = written(y);
        if (x.role() == Role.PLAIN) {
            View bias = View.of(b);
            for (int i = 0; i < n * c; i += c) {
                int yi = target.offset() + i;
                Loops.add(source.array(), source.offset() + i, bias.array(), bias.offset(), target.array(), yi, c);
            }
            return;
        }
        ChannelBias kernel = new ChannelBias(Lanes.padded(b, c), source, target);
        new Strips(n, c, hw).run(workers(), (strip, block, from, pixels) -> kernel.run(block, from, pixels));
    }

    @Override
    default void flatten(int n, int c, int h, int w, Buffer x, Buffer y) {
        Rearrangements.flatten(workers(), n, c, h * w, (CpuBuffer) x, written(y));
    }

    @Override
    default void unflatten(int n, int c, int h, int w, Buffer dy, Buffer dx) {
        Rearrangements.unflatten(workers(), n, c, h * w, (CpuBuffer) dy, written(dx));
    }

    @Override
    default void copyChannels(int n, int hw, int cx, int ix, int cy, int iy, int count, Buffer x, Buffer y) {
        Rearrangements.copyChannels(workers(), n, hw, cx, ix, cy, iy, count, (CpuBuffer) x, written(y));
        if (iy + count == cy && y.role() == Role.ACTIVATION) {
            Lanes.zeroPadding(Shape.of(n, cy, hw, 1), (CpuBuffer) y);
        }
    }

    private void map(Shape z, Buffer x, Buffer y, Unary loop) {
        CpuBuffer source = (CpuBuffer) x;
        CpuBuffer target = written(y);
        float[] from = source.array();
        float[] to = target.array();
        Spans.run(
                workers(),
                Layout.length(z, y.role()),
                (span, i, length) -> loop.run(from, source.offset() + i, to, target.offset() + i, length));
    }

    private void map(Shape z, Buffer a, Buffer b, Buffer y, Binary loop) {
        CpuBuffer left = (CpuBuffer) a;
        CpuBuffer right = (CpuBuffer) b;
        CpuBuffer target = written(y);
        float[] fromLeft = left.array();
        float[] fromRight = right.array();
        float[] to = target.array();
        Spans.run(
                workers(),
                Layout.length(z, y.role()),
                (span, i, length) -> loop.run(
                        fromLeft, left.offset() + i, fromRight, right.offset() + i, to, target.offset() + i, length));
    }

    /** A whole arena may be written through its flat view, filters and all: what derives from it is stale then. */
    private static CpuBuffer written(Buffer y) {
        CpuBuffer target = (CpuBuffer) y;
        target.touch();
        return target;
    }

    interface Unary {
        void run(float[] x, int xi, float[] y, int yi, int length);
    }

    interface Binary {
        void run(float[] a, int ai, float[] b, int bi, float[] y, int yi, int length);
    }
}
