package janus.celeba.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What needs no network to see: linear models of coarse pixels and of colour counts stay below half of the way. */
class DifficultyTest {
    private static final int TRAIN = 500;
    private static final int TEST = 250;
    private static final int SIDE = 8;
    private static final double PENALTY = .01;
    private static final SyntheticFaces.Settings SETTINGS =
            new SyntheticFaces.Settings(TRAIN, 0, TEST, 4, 1, 2, 0, false);
    private static int[][] pictures = {};

    // not in a static initialiser: other threads would wait for the class, and the class for them
    @BeforeAll
    static void draw() {
        pictures = IntStream.range(0, TRAIN + TEST)
                .parallel()
                .mapToObj(i -> Portrait.of(SETTINGS.factors(i), false)
                        .draw(Portrait.Nuisances.ALL)
                        .getRGB(0, 0, Canvas.WIDTH, Canvas.HEIGHT, null, 0, Canvas.WIDTH))
                .toArray(int[][]::new);
    }

    @Test
    void linearModelOfPixelsSeesSomeAttributesButLessThanHalfTheWay() {
        double way = way(DifficultyTest::coarsePixels);
        // above 0 or nothing would be learnt at all: hair colour and mouths are plain to see
        assertThat(way).isBetween(.05, .5);
    }

    @Test
    void coloursAloneTellLittle() {
        assertThat(way(DifficultyTest::histogram)).isLessThan(.25);
    }

    /** (accuracy − majority) / (ceiling − majority), means over attributes on the test pictures. */
    private static double way(Function<int[], double[]> features) {
        double[][] x = new double[pictures.length][];
        double[][] y = new double[pictures.length][Attribute.ALL.size()];
        for (int i = 0; i < pictures.length; i++) {
            x[i] = features.apply(pictures[i]);
            for (Attribute a : Attribute.ALL) {
                y[i][a.ordinal()] = SETTINGS.factors(i).label(a, 1) ? 1 : -1;
            }
        }
        RealMatrix weights = ridge(Arrays.copyOf(x, TRAIN), Arrays.copyOf(y, TRAIN));
        double[][] scores = new Array2DRowRealMatrix(x, false).multiply(weights).getData();
        double right = 0;
        double majority = 0;
        for (Attribute a : Attribute.ALL) {
            int j = a.ordinal();
            double guess = Math.signum(a.prevalence - .5);
            for (int i = TRAIN; i < x.length; i++) {
                right += scores[i][j] * y[i][j] > 0 ? 1. / TEST / 40 : 0;
                majority += guess * y[i][j] > 0 ? 1. / TEST / 40 : 0;
            }
        }
        return (right - majority) / (SyntheticFaces.ceiling(SETTINGS) - majority);
    }

    /** (XᵀX + n·λ·I)⁻¹XᵀY. */
    private static RealMatrix ridge(double[][] x, double[][] y) {
        RealMatrix rows = new Array2DRowRealMatrix(x, false);
        RealMatrix gram = rows.transpose().multiply(rows);
        for (int j = 0; j < gram.getRowDimension(); j++) {
            gram.addToEntry(j, j, PENALTY * x.length);
        }
        return new CholeskyDecomposition(gram)
                .getSolver()
                .solve(rows.transpose().multiply(new Array2DRowRealMatrix(y, false)));
    }

    private static double[] coarsePixels(int[] rgb) {
        double[] means = new double[3 * SIDE * SIDE + 1];
        means[3 * SIDE * SIDE] = 1;
        double scale = SIDE * SIDE / (127.5 * rgb.length);
        for (int i = 0; i < rgb.length; i++) {
            int row = i / Canvas.WIDTH * SIDE / Canvas.HEIGHT;
            int cell = row * SIDE + i % Canvas.WIDTH * SIDE / Canvas.WIDTH;
            for (int channel = 0; channel < 3; channel++) {
                means[3 * cell + channel] += (rgb[i] >> 8 * channel & 255) * scale;
            }
        }
        for (int j = 0; j < 3 * SIDE * SIDE; j++) {
            means[j] -= 1;
        }
        return means;
    }

    /** Square roots of the shares of 4 × 4 × 4 colours. */
    private static double[] histogram(int[] rgb) {
        double[] shares = new double[65];
        for (int p : rgb) {
            shares[(p >> 22 & 3) * 16 + (p >> 14 & 3) * 4 + (p >> 6 & 3)] += 1. / rgb.length;
        }
        for (int j = 0; j < 64; j++) {
            shares[j] = Math.sqrt(shares[j]);
        }
        shares[64] = 1;
        return shares;
    }
}
