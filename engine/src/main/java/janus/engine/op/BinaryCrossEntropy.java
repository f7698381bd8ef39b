package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import java.util.List;

/**
 * y = w·t·softplus(−x) + (1 − t)·softplus(x) per element: binary cross-entropy of logits x [n,c] and targets t [n,c] in
 * [0,1], without overflow. The optional third input w [c] weighs the positives of a column (1 if absent).
 */
public record BinaryCrossEntropy() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        boolean holds = (x.size() == 2 || x.size() == 3)
                && x.get(0).rank() == 2
                && x.get(0).equals(x.get(1));
        holds = holds && (x.size() == 2 || x.get(2).equals(Shape.of(x.get(0).at(1))));
        Rule.check(this, holds, "x and target [n,c] and optionally positiveWeight [c]", x);
        return x.getFirst();
    }

    @Override
    public boolean constant(int i) {
        return i > 0;
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape z = f.shape(0);
        boolean weighted = f.inputs() == 3;
        f.kernels().binaryCrossEntropy(z.at(0), z.at(1), f.x(0), f.x(1), weighted ? f.x(2) : null, f.y());
        return weighted ? List.of(f.x(0), f.x(1), f.x(2)) : List.of(f.x(0), f.x(1));
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.shape(0);
        b.kernels()
                .binaryCrossEntropyBackward(
                        z.at(0), z.at(1), b.saved(0), b.saved(1), b.inputs() == 3 ? b.saved(2) : null, b.dy(), b.dx(0));
    }
}
