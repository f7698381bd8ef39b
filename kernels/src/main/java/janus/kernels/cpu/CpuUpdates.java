package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Updates;
import java.util.List;

/** Optimiser steps: one pass over the arenas each. */
interface CpuUpdates extends Updates {
    Workers workers();

    @Override
    default void gate(double maxNorm, Buffer squares, Buffer loss, Buffer step) {
        View to = View.of(step);
        double sum = View.of(squares).get(0);
        boolean finite = Double.isFinite(sum) && Double.isFinite(View.of(loss).get(0));
        to.set(APPLY, finite ? 1 : 0);
        to.set(CLIP, Math.min(1, maxNorm / (Math.sqrt(sum) + 1e-6)));
    }

    @Override
    default void sgd(
            List<Segment> segments, double momentum, boolean nesterov, Buffer step, Buffer g, Buffer m, Buffer w) {
        View scalars = View.of(step);
        if (scalars.get(APPLY) == 0) {
            return;
        }
        for (Segment s : segments) {
            Sgd kernel = new Sgd(
                    (float) momentum,
                    nesterov,
                    (float) s.decay(),
                    (float) scalars.get(CLIP),
                    (float) scalars.get(RATE + s.group()),
                    View.of(g),
                    written(m),
                    written(w));
            Spans.run(workers(), s.to() - s.from(), (span, from, length) -> kernel.run(s.from() + from, length));
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
        View scalars = View.of(step);
        if (scalars.get(APPLY) == 0) {
            return;
        }
        for (Segment s : segments) {
            double rate = scalars.get(RATE + s.group());
            Adam kernel = new Adam(
                    (float) beta1,
                    (float) beta2,
                    (float) (1 - beta1),
                    (float) (1 - beta2),
                    (float) eps,
                    decoupled ? 0 : (float) s.decay(),
                    decoupled ? (float) (1 - rate * s.decay()) : 1,
                    (float) scalars.get(CLIP),
                    (float) (rate / scalars.get(CORRECTION1)),
                    (float) (1 / Math.sqrt(scalars.get(CORRECTION2))),
                    View.of(g),
                    written(m),
                    written(v),
                    written(w));
            Spans.run(workers(), s.to() - s.from(), (span, from, length) -> kernel.run(s.from() + from, length));
        }
    }

    @Override
    default void average(int n, Buffer step, Buffer x, Buffer average) {
        View scalars = View.of(step);
        if (scalars.get(APPLY) != 0) {
            float decay = (float) scalars.get(DECAY);
            View from = View.of(x);
            View to = written(average);
            Spans.run(
                    workers(),
                    n,
                    (span, i, length) ->
                            Loops.average(decay, from.array(), from.offset() + i, to.array(), to.offset() + i, length));
        }
    }

    private static View written(Buffer target) {
        ((CpuBuffer) target).touch();
        return View.of(target);
    }
}
