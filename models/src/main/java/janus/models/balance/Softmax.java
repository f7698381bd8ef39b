package janus.models.balance;

import java.util.Arrays;

/** softmax(x)ᵢ = exp(xᵢ)/Σ exp(xⱼ), of numbers of any size. */
final class Softmax {
    private Softmax() {}

    static double[] of(double[] x) {
        double largest = Arrays.stream(x).max().orElse(0);
        double[] y =
                Arrays.stream(x).map(value -> StrictMath.exp(value - largest)).toArray();
        double sum = Arrays.stream(y).sum();
        Arrays.setAll(y, i -> y[i] / sum);
        return y;
    }
}
