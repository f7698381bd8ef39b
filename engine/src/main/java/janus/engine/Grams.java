package janus.engine;

import java.util.Arrays;
import java.util.List;

/**
 * Gram matrices G[i][j] = gᵢ·gⱼ of the gradients of so many losses, one matrix over each group of parameters. The device
 * computes products over runs of neighbours in its arenas, the host adds them up.
 */
public record Grams(int losses, List<List<Parameter>> groups) {
    /**
     * What {@link #of} adds up, row by row of the lower triangle, with at most {@code rows} gradients in memory; keeps the
     * tape of these losses.
     */
    public Tensor products(List<Tensor> losses, int rows) {
        return losses.getFirst().pass().walks().products(this, losses, rows);
    }

    /** A matrix for each group, of what {@link #products} holds. */
    public double[][][] of(double[] products) {
        double[][] sums = new double[groups.size()][pair(losses, 0)];
        int[] runs = groups.stream()
                .mapToInt(group -> Parameters.ranges(group).size())
                .toArray();
        int next = 0;
        for (int pair = 0; pair < pair(losses, 0); pair++) {
            for (int g = 0; g < sums.length; g++) {
                for (int end = next + runs[g]; next < end; next++) {
                    sums[g][pair] += products[next];
                }
            }
        }
        return Arrays.stream(sums).map(sum -> symmetric(losses, sum)).toArray(double[][][]::new);
    }

    /**
     * The products of the gradients of {@code losses} with respect to {@code features}, row by row of the lower triangle;
     * keeps the tape.
     */
    public static Tensor productsAt(Tensor features, List<Tensor> losses) {
        return features.pass().walks().productsAt(features, losses);
    }

    /** The matrix [k][k] of which {@code triangle} is the lower one, row by row. */
    public static double[][] symmetric(int k, double[] triangle) {
        double[][] matrix = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = triangle[pair(i, j)];
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }

    /** The matrices of these losses. Waits for the device. */
    double[][][] read(List<Tensor> losses, int rows) {
        Tensor products = products(losses, rows);
        double[][][] grams = of(products.toDoubles());
        products.release("its pass read it");
        return grams;
    }

    /** Which pair losses i and j ≤ i are, counted from 0. */
    static int pair(int i, int j) {
        return i * (i + 1) / 2 + j;
    }

    /** The runs of the groups, one group's after the other: of each pair there is a product over each. */
    List<Parameters.Range> ranges() {
        return groups.stream()
                .flatMap(group -> Parameters.ranges(group).stream())
                .toList();
    }

    /** All that are differentiated. */
    List<Parameter> parameters() {
        List<Parameter> all = groups.stream()
                .flatMap(List::stream)
                .filter(p -> !p.isStatistic())
                .distinct()
                .toList();
        all.stream().filter(Parameter::isFrozen).findFirst().ifPresent(frozen -> {
            throw new IllegalArgumentException(
                    "gram: trained parameters, given " + frozen.name() + ", which is frozen");
        });
        return all;
    }
}
