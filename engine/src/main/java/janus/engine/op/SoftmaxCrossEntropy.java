package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;

/** y[n] = −log softmax(x)[n, label[n]]: logits x [n,c], labels [n] whole numbers in 0…c−1. */
public record SoftmaxCrossEntropy() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        boolean holds = x.size() == 2
                && x.get(0).rank() == 2
                && x.get(1).equals(Shape.of(x.get(0).at(0)));
        Rule.check(this, holds, "x [n,c] and label [n]", x);
        return x.get(1);
    }

    @Override
    public boolean constant(int i) {
        return i == 1;
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape z = f.shape(0);
        Buffer p = f.allocate(z, Role.PLAIN);
        f.kernels().softmaxCrossEntropy(z.at(0), z.at(1), f.x(0), f.x(1), p, f.y());
        return List.of(p, f.x(1));
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.shape(0);
        b.kernels().softmaxCrossEntropyBackward(z.at(0), z.at(1), b.saved(0), b.saved(1), b.dy(), b.dx(0));
    }
}
