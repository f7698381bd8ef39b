package janus.kernels;

import java.util.List;

/**
 * Optimiser steps over flat arenas. Every one reads {@code step}, a PLAIN buffer that the host uploads between steps, and
 * changes nothing when step[{@link #APPLY}] = 0. The gradient enters as step[{@link #CLIP}]·g.
 */
public interface Updates {
    /** Length of the step buffer of one group; each further group adds its rate. */
    int STEP = 6;
    /** 1: the step counts; 0: it must leave no trace. Written by {@link #gate}. */
    int APPLY = 0;
    /** Factor of all gradients. Written by {@link #gate}. */
    int CLIP = 1;
    /** 1 − beta1^t. */
    int CORRECTION1 = 2;
    /** 1 − beta2^t. */
    int CORRECTION2 = 3;
    /** Decay of the weight average. */
    int DECAY = 4;
    /** Learning rate of group 0; those of the others follow. */
    int RATE = 5;

    /**
     * Numbers {@code from} (inclusive) to {@code to} (exclusive) of all arenas: their RATE is step[RATE + group], their
     * weight decay {@code decay}. Numbers in no segment keep their values.
     */
    record Segment(int from, int to, int group, double decay) {}

    /**
     * step[APPLY] = 1 if squares[0] and loss[0] are finite, else 0; step[CLIP] = min(1, maxNorm/(√squares + 1e-6)).
     * The other entries keep their values.
     */
    void gate(double maxNorm, Buffer squares, Buffer loss, Buffer step);

    /** g' = CLIP·g + decay·w; m = momentum·m + g'; w −= RATE·(nesterov ? g' + momentum·m : m). As torch.optim.SGD. */
    void sgd(List<Segment> segments, double momentum, boolean nesterov, Buffer step, Buffer g, Buffer m, Buffer w);

    /**
     * Adam (Kingma and Ba, 2015); AdamW (Loshchilov and Hutter, 2019) if {@code decoupled}: w *= 1 − RATE·decay first,
     * else decay·w is added to the gradient. w −= RATE·(m/CORRECTION1)/(√(v/CORRECTION2) + eps). As torch.optim.Adam.
     */
    void adam(
            List<Segment> segments,
            double beta1,
            double beta2,
            double eps,
            boolean decoupled,
            Buffer step,
            Buffer g,
            Buffer m,
            Buffer v,
            Buffer w);

    /** average = DECAY·average + (1 − DECAY)·x. */
    void average(int n, Buffer step, Buffer x, Buffer average);
}
