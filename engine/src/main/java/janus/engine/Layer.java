package janus.engine;

/** A differentiable function. Layers without parameters are method references: {@code Tensor::relu}. */
@FunctionalInterface
public interface Layer {
    Tensor apply(Tensor x);

    /** This layer, then {@code next}. */
    default Layer then(Layer next) {
        return x -> next.apply(apply(x));
    }
}
