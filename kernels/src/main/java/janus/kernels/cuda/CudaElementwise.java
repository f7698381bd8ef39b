package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;

interface CudaElementwise extends CudaFamily {
    @Override
    default void relu(Shape z, Buffer x, Buffer y) {
        map("relu", z, x, y);
    }

    @Override
    default void reluBackward(Shape z, Buffer y, Buffer dy, Buffer dx) {
        map("reluBackward", z, y, dy, dx);
    }

    @Override
    default void sigmoid(Shape z, Buffer x, Buffer y) {
        map("sigmoid", z, x, y);
    }

    @Override
    default void sigmoidBackward(Shape z, Buffer y, Buffer dy, Buffer dx) {
        map("sigmoidBackward", z, y, dy, dx);
    }

    @Override
    default void add(Shape z, Buffer a, Buffer b, Buffer y) {
        map("add", z, a, b, y);
    }

    @Override
    default void subtract(Shape z, Buffer a, Buffer b, Buffer y) {
        map("subtract", z, a, b, y);
    }

    @Override
    default void multiply(Shape z, Buffer a, Buffer b, Buffer y) {
        map("multiply", z, a, b, y);
    }

    @Override
    default void scale(Shape z, double factor, Buffer x, Buffer y) {
        span("scale", z, y).scalar(factor).in(x).out(y).over(vectors(z, y));
    }

    @Override
    default void fill(Shape z, double value, Buffer y) {
        span("fill", z, y).scalar(value).out(y).over(vectors(z, y));
    }

    @Override
    default void spread(Shape z, double factor, Buffer dy, Buffer dx) {
        span("spread", z, dx).scalar(factor).in(dy).out(dx).over(vectors(z, dx));
    }

    @Override
    default void copy(Shape z, Buffer x, Buffer y) {
        map("copy", z, x, y);
    }

    @Override
    default void dropout(Shape z, double rate, int stream, Buffer key, Buffer x, Buffer y) {
        int hw = y.role() == Role.PLAIN ? z.size() : z.at(2) * z.at(3);
        // a draw has 24 bits: it is below the rate where it is below this many of 2^24
        int threshold = (int) Math.ceil(rate * 0x1p24);
        span("dropout", z, y)
                .sizes(hw, stream, threshold)
                .scalar(1 / (1 - rate))
                .in(key, x)
                .out(y)
                .over(vectors(z, y));
    }

    @Override
    default void addBias(int n, int c, int hw, Buffer x, Buffer b, Buffer y) {
        int stride = stride(y, c);
        int count = n * hw * stride;
        launch("elementwise", "addBias", y)
                .sizes(count, count, c, stride)
                .in(x, b)
                .out(y)
                .over(Math.ceilDiv(count, layout().lanes()));
    }

    @Override
    default void flatten(int n, int c, int h, int w, Buffer x, Buffer y) {
        int stride = stride(x, c);
        launch("layout", "planes", x)
                .sizes(n, c, h * w, stride)
                .in(x)
                .out(y)
                .over(n * h * w * stride / layout().lanes());
    }

    @Override
    default void unflatten(int n, int c, int h, int w, Buffer dy, Buffer dx) {
        int stride = stride(dx, c);
        launch("layout", "rows", dx)
                .sizes(n, n, c, h * w, stride)
                .in(dy)
                .out(dx)
                .over(n * h * w * stride / layout().lanes());
    }

    @Override
    default void copyChannels(int n, int hw, int cx, int ix, int cy, int iy, int count, Buffer x, Buffer y) {
        int stride = stride(y, cy);
        int pad = iy + count == cy ? stride - cy : 0;
        // PLAIN has one pixel, so its rows are those of an activation without padding
        launch("layout", "copyChannels", y)
                .sizes(n * hw, stride(x, cx), ix, stride, iy, count, pad)
                .in(x)
                .out(y)
                .over(n * hw * (count + pad));
    }

    private void map(String kernel, Shape z, Buffer x, Buffer y) {
        span(kernel, z, y).in(x).out(y).over(vectors(z, y));
    }

    private void map(String kernel, Shape z, Buffer a, Buffer b, Buffer y) {
        span(kernel, z, y).in(a, b).out(y).over(vectors(z, y));
    }

    private int vectors(Shape z, Buffer y) {
        return Math.ceilDiv(layout().length(z, y.role()), layout().lanes());
    }

    /** Starts a map and tells it which of the numbers it meets are elements. */
    private Launch span(String kernel, Shape z, Buffer y) {
        int count = layout().length(z, y.role());
        Launch launch = launch("elementwise", kernel, y);
        if (y.role() == Role.PLAIN) {
            return launch.sizes(count, count, 1, 1);
        }
        int c = z.at(1);
        int stride = layout().padded(c);
        int live = y.role() == Role.FILTER ? z.at(0) * z.at(2) * z.at(3) * stride : count;
        return launch.sizes(count, live, c, stride);
    }
}
