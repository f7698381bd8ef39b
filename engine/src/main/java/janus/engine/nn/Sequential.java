package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Tensor;
import janus.engine.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Layers one after the other. What a layer made inside is given back once the tape does not need it. */
public final class Sequential implements Layer {
    private final List<Layer> layers;

    public Sequential(List<? extends Layer> layers) {
        this.layers = List.copyOf(layers);
    }

    /** The i-th part is named {@code i} below {@code w}, as PyTorch names it. */
    @SafeVarargs
    public static Sequential of(Weights w, Function<Weights, Layer>... parts) {
        List<Layer> layers = new ArrayList<>();
        for (Function<Weights, Layer> part : parts) {
            layers.add(part.apply(w.in(Integer.toString(layers.size()))));
        }
        return new Sequential(layers);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor y = x;
        for (Layer layer : layers) {
            y = y.pass().scoped(layer, y);
        }
        return y;
    }
}
