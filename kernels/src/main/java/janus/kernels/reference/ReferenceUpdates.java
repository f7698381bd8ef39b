package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.get;
import static janus.kernels.reference.ReferenceBuffer.set;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import java.util.List;

interface ReferenceUpdates extends Kernels {
    @Override
    default void gate(double maxNorm, Buffer squares, Buffer loss, Buffer step) {
        boolean finite = Double.isFinite(get(squares, 0)) && Double.isFinite(get(loss, 0));
        set(step, APPLY, finite ? 1 : 0);
        set(step, CLIP, Math.min(1, maxNorm / (Math.sqrt(get(squares, 0)) + 1e-6)));
    }

    @Override
    default void sgd(
            List<Segment> segments, double momentum, boolean nesterov, Buffer step, Buffer g, Buffer m, Buffer w) {
        if (get(step, APPLY) == 0) {
            return;
        }
        for (Segment s : segments) {
            double rate = get(step, RATE + s.group());
            for (int i = s.from(); i < s.to(); i++) {
                double gradient = get(step, CLIP) * get(g, i) + s.decay() * get(w, i);
                double velocity = momentum * get(m, i) + gradient;
                set(m, i, velocity);
                set(w, i, get(w, i) - rate * (nesterov ? gradient + momentum * velocity : velocity));
            }
        }
    }

    @Override
    default void adam(
            List<Segment> segments,
            double beta1,
            double beta2,
            double eps,
            boolean decoupled,
            Buffer step,
            Buffer g,
            Buffer m,
            Buffer v,
            Buffer w) {
        if (get(step, APPLY) == 0) {
            return;
        }
        for (Segment s : segments) {
            double rate = get(step, RATE + s.group());
            for (int i = s.from(); i < s.to(); i++) {
                double weight = decoupled ? get(w, i) * (1 - rate * s.decay()) : get(w, i);
                double gradient = get(step, CLIP) * get(g, i) + (decoupled ? 0 : s.decay() * weight);
                set(m, i, beta1 * get(m, i) + (1 - beta1) * gradient);
                set(v, i, beta2 * get(v, i) + (1 - beta2) * gradient * gradient);
                double denominator = Math.sqrt(get(v, i) / get(step, CORRECTION2)) + eps;
                set(w, i, weight - rate * (get(m, i) / get(step, CORRECTION1)) / denominator);
            }
        }
    }

    @Override
    default void average(int n, Buffer step, Buffer x, Buffer average) {
        if (get(step, APPLY) == 0) {
            return;
        }
        for (int i = 0; i < n; i++) {
            set(average, i, get(step, DECAY) * get(average, i) + (1 - get(step, DECAY)) * get(x, i));
        }
    }
}
