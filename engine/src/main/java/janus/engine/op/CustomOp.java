package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An op of your own, in host arrays: runs on any device, slowly, through downloads. Implement {@link #shape}, {@link
 * #value} and {@link #gradients}; a record makes errors name it well. Check it with {@link janus.engine.Gradcheck}.
 */
public non-sealed interface CustomOp extends Op {
    /** y = f(x), all row-major. */
    double[] value(List<Shape> shapes, List<double[]> x);

    /** The gradient of each input, given that of y; arrays of inputs that are {@link #constant} are not read. */
    List<double[]> gradients(List<Shape> shapes, List<double[]> x, double[] dy);

    @Override
    default Set<Role> roles(int i) {
        return Rule.NUMBERS;
    }

    @Override
    default List<Buffer> forward(Forward f) {
        List<Buffer> x = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        for (int i = 0; i < f.inputs(); i++) {
            x.add(f.x(i));
            shapes.add(f.shape(i));
            values.add(new double[f.shape(i).size()]);
            f.device().download(f.x(i), values.get(i));
        }
        f.device().upload(value(shapes, values), f.y());
        return x;
    }

    @Override
    default void backward(Backward b) {
        List<Shape> shapes = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        for (int i = 0; i < b.inputs(); i++) {
            shapes.add(b.shape(i));
            values.add(new double[b.shape(i).size()]);
            b.device().download(b.saved(i), values.get(i));
        }
        double[] dy = new double[b.dy().shape().size()];
        b.device().download(b.dy(), dy);
        List<double[]> gradients = gradients(shapes, values, dy);
        for (int i = 0; i < b.inputs(); i++) {
            if (b.wants(i)) {
                b.device().upload(gradients.get(i), b.dx(i));
            }
        }
    }
}
