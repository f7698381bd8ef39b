package janus.models.balance;

import janus.engine.Draws;
import java.util.Arrays;

/**
 * w = argmin |Σ wᵢgᵢ|² over the simplex (Sener & Koltun, 2018, with unscaled gradients; taken in the features, it is
 * their MGDA-UB). With two tasks w₁ = clip((G₂₂ − G₁₂)/(G₁₁ + G₂₂ − 2G₁₂), 0, 1). A gradient of 0 would itself be the
 * shortest, and no task would learn anything: it is left out of the simplex.
 */
record Mgda() implements DirectionWeighting {
    @Override
    public double[] coefficients(Directions directions, Draws draws) {
        double[] norms = directions.norms();
        double least = Arrays.stream(norms).min().orElseThrow();
        double[] a = Arrays.stream(norms).map(norm -> least / norm).toArray();
        // the simplex is aᵀx = least in unit gradients; the optimum is that of ½xᵀCx − aᵀx over x ≥ 0, up to its length
        double[] x = NonNegative.solve(directions.cosines(), a);
        double scale = least / Directions.dot(a, x);
        Arrays.setAll(x, i -> scale * x[i]);
        return x;
    }
}
