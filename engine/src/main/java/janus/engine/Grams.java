package janus.engine;

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
        double[][][] grams = new double[groups.size()][losses][losses];
        int[] runs = groups.stream()
                .mapToInt(group -> Parameters.ranges(group).size())
                .toArray();
        int next = 0;
        for (int i = 0; i < losses; i++) {
            for (int j = 0; j <= i; j++) {
                for (int g = 0; g < grams.length; g++) {
                    double sum = 0;
                    for (int end = next + runs[g]; next < end; next++) {
                        sum += products[next];
                    }
                    grams[g][i][j] = sum;
                    grams[g][j][i] = sum;
                }
            }
        }
        return grams;
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
        return groups.stream()
                .flatMap(List::stream)
                .filter(p -> !p.isStatistic())
                .distinct()
                .toList();
    }
}
