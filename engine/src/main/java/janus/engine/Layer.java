package janus.engine;

/** A differentiable function. Layers without parameters are method references: {@code Tensor::relu}. */
@FunctionalInterface
public interface Layer {
    Tensor apply(Tensor x);

    /** This layer, then {@code next}. What only this layer made is given back when both ran. */
    default Layer then(Layer next) {
        return x -> next.apply(x.pass().scoped(this, x));
    }
}
