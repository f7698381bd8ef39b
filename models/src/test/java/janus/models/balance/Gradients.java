package janus.models.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** K gradients as vectors, from which tests compute what methods find from the Gram matrix alone. */
record Gradients(String name, double[][] rows) {
    private static final int LENGTH = 7;
    private static final int TRIES = 400;

    static Gradients of(double[]... rows) {
        return new Gradients(Arrays.deepToString(rows), rows);
    }

    /** Of lengths 10^±1, one pair in conflict at least. */
    static Gradients random(int k, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[k][LENGTH];
        for (double[] row : rows) {
            double scale = Math.pow(10, 2 * random.nextDouble() - 1);
            Arrays.setAll(row, i -> scale * random.nextGaussian());
        }
        for (int i = 0; i < LENGTH; i++) {
            rows[1][i] -= .8 * rows[0][i] * norm(rows[1]) / norm(rows[0]);
        }
        return new Gradients("k=%d seed=%d".formatted(k, seed), rows);
    }

    /** Random ones, then with equal, opposite and missing gradients among them. */
    static List<Gradients> examples(int k) {
        List<Gradients> all = new ArrayList<>();
        for (long seed = 1; seed <= 6; seed++) {
            all.add(random(k, seed));
        }
        for (long seed = 11; seed <= 13; seed++) {
            Gradients random = random(k, seed);
            all.add(random.with("equal", k - 1, times(2, random.rows[0])));
            all.add(random.with("opposite", k - 1, times(-.5, random.rows[0])));
            all.add(random.with("missing", k - 1, new double[LENGTH]));
        }
        return all;
    }

    private Gradients with(String what, int i, double[] row) {
        double[][] changed = rows.clone();
        changed[i] = row;
        return new Gradients(name + " " + what, changed);
    }

    double[][] gram() {
        double[][] gram = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                gram[i][j] = Directions.dot(rows[i], rows[j]);
            }
        }
        return gram;
    }

    /** Those that are not 0. */
    Gradients active() {
        return new Gradients(
                name, Arrays.stream(rows).filter(row -> norm(row) > 0).toArray(double[][]::new));
    }

    double[] norms() {
        return Arrays.stream(rows).mapToDouble(Gradients::norm).toArray();
    }

    /** Σ wᵢgᵢ. */
    double[] sum(double[] w) {
        double[] sum = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += w[i] * rows[i][j];
            }
        }
        return sum;
    }

    double[] products(double[] d) {
        return Arrays.stream(rows).mapToDouble(row -> Directions.dot(row, d)).toArray();
    }

    /** Losses, or factors, that are all alike. */
    static double[] ones(int k) {
        double[] ones = new double[k];
        Arrays.fill(ones, 1);
        return ones;
    }

    static double norm(double[] x) {
        return Math.sqrt(Directions.dot(x, x));
    }

    static double[] times(double factor, double[] x) {
        return Arrays.stream(x).map(value -> factor * value).toArray();
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    /** The least value of a convex {@code f} over x ≥ 0, by random steps that shrink. */
    static double[] search(int k, long seed, ToDoubleFunction<double[]> f) {
        Random random = new Random(seed);
        double[] best = new double[k];
        Arrays.fill(best, 1.0 / k);
        double least = f.applyAsDouble(best);
        for (double radius = 4; radius > 1e-9; radius *= .7) {
            for (int i = 0; i < TRIES; i++) {
                double[] x = best.clone();
                double step = radius;
                int only = random.nextInt(2 * k); // now along an axis, now anywhere
                Arrays.setAll(x, j -> only >= k || only == j ? Math.max(0, x[j] + step * random.nextGaussian()) : x[j]);
                double value = f.applyAsDouble(x);
                if (value < least) {
                    least = value;
                    best = x;
                }
            }
        }
        return best;
    }
}
