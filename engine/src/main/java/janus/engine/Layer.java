package janus.engine;

/** A differentiable function. Layers without parameters are method references: {@code Tensor::relu}. */
@FunctionalInterface
public interface Layer {
    Tensor apply(Tensor x);

    /** This layer, then {@code next}. What the tape does not need of this layer's insides is given back in between. */
    default Layer then(Layer next) {
        return x -> next.apply(x.pass().scoped(this, x));
    }
}
