package janus.engine.optim;

/** The learning rate of each step, counted from 0. */
@FunctionalInterface
public interface Schedule {
    double rate(long step);

    static Schedule constant(double rate) {
        return step -> rate;
    }

    /**
     * rate·(step + 1)/warmup while step &lt; warmup, then rate·(1 + cos π·t)/2, where t runs from 0 to 1 over the steps
     * from {@code warmup} to {@code total} (Loshchilov and Hutter, 2017); 0 beyond.
     */
    static Schedule cosine(double rate, long warmup, long total) {
        if (warmup < 0 || total <= warmup) {
            throw new IllegalArgumentException("0 ≤ warmup < total, given " + warmup + " and " + total);
        }
        return step -> {
            if (step < warmup) {
                return rate * (step + 1) / warmup;
            }
            double t = Math.min(1, (step - warmup) / (double) (total - warmup));
            return rate * (1 + StrictMath.cos(Math.PI * t)) / 2;
        };
    }

    /** rate·factorᵉ in epoch e = ⌊step / stepsPerEpoch⌋. */
    static Schedule exponential(double rate, double factor, long stepsPerEpoch) {
        return step -> rate * StrictMath.pow(factor, Math.floorDiv(step, stepsPerEpoch));
    }
}
