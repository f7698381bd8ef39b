package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;

/** y = x₀, x₁, … side by side along axis 1: [n,c₀], [n,c₁], … or feature maps of equal size. */
public record Concat() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        boolean holds = !x.isEmpty() && Rule.hasChannels(x.getFirst());
        int channels = 0;
        for (Shape shape : x) {
            holds = holds && shape.rank() == x.getFirst().rank();
            for (int axis = 0; holds && axis < shape.rank(); axis++) {
                holds = axis == 1 || shape.at(axis) == x.getFirst().at(axis);
            }
            channels += holds ? shape.at(1) : 0;
        }
        Rule.check(this, holds, "inputs [n,c] or [n,c,h,w] that differ in c alone", x);
        Shape z = x.getFirst();
        return z.rank() == 2 ? Shape.of(z.at(0), channels) : Shape.of(z.at(0), channels, z.at(2), z.at(3));
    }

    @Override
    public Role role(List<Role> x, Shape y) {
        return Rule.same(this, x);
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape z = f.y().shape();
        int at = 0;
        for (int i = 0; i < f.inputs(); i++) {
            int c = f.shape(i).at(1);
            f.kernels().copyChannels(z.at(0), Rule.pixels(z), c, 0, z.at(1), at, c, f.x(i), f.y());
            at += c;
        }
        return List.of();
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.dy().shape();
        int at = 0;
        for (int i = 0; i < b.inputs(); i++) {
            int c = b.shape(i).at(1);
            if (b.wants(i)) {
                b.kernels().copyChannels(z.at(0), Rule.pixels(z), z.at(1), at, c, 0, c, b.dy(), b.dx(i));
            }
            at += c;
        }
    }
}
