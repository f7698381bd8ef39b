package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/** y[n, c·h·w] = x[n,c,h,w] in row-major order. */
public record Flatten() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Shape z = Rule.single(this, 4, "x [n,c,h,w]", x);
        return Shape.of(z.at(0), z.size() / z.at(0));
    }

    @Override
    public Set<Role> roles(int i) {
        return Rule.PIXELS;
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape z = f.shape(0);
        f.kernels().flatten(z.at(0), z.at(1), z.at(2), z.at(3), f.x(0), f.y());
        return List.of();
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.shape(0);
        b.kernels().unflatten(z.at(0), z.at(1), z.at(2), z.at(3), b.dy(), b.dx(0));
    }
}
