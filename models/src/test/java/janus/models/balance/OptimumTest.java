package janus.models.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.engine.Draws;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each method optimises, against a search over the gradients themselves; for 3 to 5 tasks. */
class OptimumTest {
    private static final Draws DRAWS = Draws.of(6);
    /** Cosines are resolved to 1e-8, where the method was given more; a value at the optimum moves as much. */
    private static final double RESOLVED = 4 * Directions.RESOLUTION;
    /** The search ends with steps of 1e-9 and cannot see more than the square root of a rounding. */
    private static final double SEARCHED = 1e-6;

    private static Stream<Gradients> examples() {
        return IntStream.rangeClosed(3, 5).boxed().flatMap(k -> Gradients.examples(k).stream());
    }

    /** No direction serves two opposite gradients; DegenerateTest asks what is given then. */
    private static Stream<Gradients> bargains() {
        return examples().filter(g -> !g.name().contains("opposite"));
    }

    /** Else the root has no inverse. */
    private static Stream<Gradients> ofFullRank() {
        return bargains().filter(g -> !g.name().contains("equal"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void mgdaIsTheShortestOfTheConvexHull(Gradients all) {
        Gradients g = all.active();
        double[] w = weights(new Mgda(), all);
        assertThat(Arrays.stream(w).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(w)).allMatch(x -> x >= 0);
        double found = Gradients.norm(g.sum(w));
        double searched = Gradients.norm(
                g.sum(simplex(Gradients.search(g.rows().length, 3, x -> square(Gradients.norm(g.sum(simplex(x))))))));
        double scale = Arrays.stream(g.norms()).max().orElseThrow();
        assertThat(found).as(g.name()).isLessThan(searched + 1e-4 * SEARCHED * scale + resolved(scale));
        assertThat(searched - found).as(g.name()).isLessThan(SEARCHED * scale + resolved(scale));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void caGradClosesTheGapToItsDual(Gradients all) {
        Gradients g = all.active();
        double[] w = weights(new CaGrad(.4), all);
        int k = g.rows().length;
        double[] mean = g.sum(equal(k, 1.0 / all.rows().length));
        double radius = .4 * Gradients.norm(mean);
        double[] d = g.sum(w);
        double scale = Arrays.stream(g.norms()).max().orElseThrow() * Gradients.norm(mean);
        double moved = Gradients.norm(Gradients.minus(d, mean));
        // between opposite gradients nothing can be gained, and not all of the radius is needed for that
        double least = all.name().contains("opposite") ? 0 : (1 - 1e-6) * radius;
        assertThat(moved).as(g.name()).isBetween(least, (1 + 1e-6) * radius);
        double primal = Arrays.stream(g.products(d)).min().orElseThrow();
        double[] searched = Gradients.search(k, 4, x -> dual(g, mean, radius, simplex(x)));
        double gap = dual(g, mean, radius, simplex(searched)) - primal;
        // a combination that vanishes counts as one as long as the root of the resolution
        double unresolved = all.name().contains("opposite") ? Math.sqrt(Directions.RESOLUTION) : 1e-6;
        assertThat(gap).as(g.name()).isBetween(-1e-6 * scale, unresolved * scale);
    }

    private static double dual(Gradients g, double[] mean, double radius, double[] w) {
        double[] d = g.sum(w);
        return Directions.dot(d, mean) + radius * Gradients.norm(d);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void upGradIsTheMeanOfTheProjectionsOnTheDualCone(Gradients all) {
        Gradients g = all.active();
        double[] d = g.sum(weights(new UpGrad(), all));
        int k = g.rows().length;
        double[] expected = new double[d.length];
        for (int i = 0; i < k; i++) {
            double[] own = g.rows()[i];
            double[] v = Gradients.search(k, 5 + i, x -> square(Gradients.norm(plus(own, scaled(g, x)))));
            double[] projected = plus(own, scaled(g, v));
            Arrays.setAll(expected, j -> expected[j] + projected[j] / all.rows().length);
        }
        double scale = Arrays.stream(g.norms()).max().orElseThrow();
        // the projection moves with the root of the searched square
        assertThat(Gradients.norm(Gradients.minus(d, expected))).as(g.name()).isLessThan(1e-4 * scale);
        for (double product : g.products(d)) {
            assertThat(product).as(g.name()).isGreaterThan(-1e-6 * scale * scale);
        }
    }

    @ParameterizedTest
    @MethodSource("bargains")
    void nashSolvesItsEquationAndIsTheLargestProduct(Gradients all) {
        Gradients g = all.active();
        double[] w = weights(new NashMtl(), all);
        double[] d = g.sum(w);
        double[] products = g.products(d);
        for (int i = 0; i < w.length; i++) {
            assertThat(w[i] * products[i]).as(g.name()).isCloseTo(1, within(1e-6));
        }
        double found = bargain(g, w);
        // the same optimum, as a convex problem that is defined for all x > 0
        double[] x = Gradients.search(w.length, 6, y -> square(Gradients.norm(scaled(g, y))) / 2 - logarithms(y));
        assertThat(found).as(g.name()).isGreaterThan(bargain(g, divide(x, g.norms())) - 1e-9);
        assertThat(found).as(g.name()).isCloseTo(bargain(g, divide(x, g.norms())), within(1e-4));
    }

    private static double bargain(Gradients g, double[] w) {
        double[] d = g.sum(w);
        double length = Gradients.norm(d);
        double[] products = g.products(d);
        return logarithms(products) - products.length * Math.log(length);
    }

    private static double logarithms(double[] x) {
        return Arrays.stream(x).map(Math::log).sum();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void imtlProjectsEquallyOnAllUnitGradients(Gradients all) {
        Gradients g = all.active();
        double[] w = weights(new ImtlG(), all);
        double[] projections = divide(g.products(g.sum(w)), g.norms());
        double scale = Arrays.stream(g.norms()).max().orElseThrow();
        for (double projection : projections) {
            assertThat(projection).as(g.name()).isGreaterThan(-1e-6 * scale);
            assertThat(projection).as(g.name()).isCloseTo(projections[0], within(1e-6 * scale));
        }
        assertThat(Arrays.stream(w).map(Math::abs).sum()).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("ofFullRank")
    void alignedIsTheInverseRootOfTheGramMatrix(Gradients all) {
        Gradients g = all.active();
        double[][] gram = g.gram();
        double[] w = weights(new AlignedMtl(), all);
        double[] rooted = root(new Array2DRowRealMatrix(gram)).operate(w);
        double first = rooted[0];
        for (double value : rooted) {
            assertThat(value).as(g.name()).isCloseTo(first, within(1e-6 * first));
        }
        double least = 1 / largest(MatrixUtils.inverse(new Array2DRowRealMatrix(gram)));
        assertThat(first).as(g.name()).isCloseTo(Math.sqrt(least), within(1e-6 * first));
    }

    // Denman & Beavers (1976)
    private static RealMatrix root(RealMatrix a) {
        RealMatrix y = a;
        RealMatrix z = MatrixUtils.createRealIdentityMatrix(a.getRowDimension());
        for (int i = 0; i < 40; i++) {
            RealMatrix next = y.add(MatrixUtils.inverse(z)).scalarMultiply(.5);
            z = z.add(MatrixUtils.inverse(y)).scalarMultiply(.5);
            y = next;
        }
        return y;
    }

    // power iteration
    private static double largest(RealMatrix a) {
        double[] v = equal(a.getRowDimension(), 1);
        v[0] = 2;
        for (int i = 0; i < 20000; i++) {
            double[] next = a.operate(v);
            v = Gradients.times(1 / Gradients.norm(next), next);
        }
        return Gradients.norm(a.operate(v));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void pcGradIsItsAlgorithmOnTheGradients(Gradients all) {
        Gradients g = all.active();
        double[] expected = new double[g.rows()[0].length];
        for (int i = 0; i < g.rows().length; i++) {
            double[] p = g.rows()[i].clone();
            for (int j : DRAWS.at(0, i).permutation(g.rows().length)) {
                double[] other = g.rows()[j];
                double along = Directions.dot(p, other);
                if (j != i && along < 0) {
                    double[] before = p.clone();
                    Arrays.setAll(p, m -> before[m] - along / Directions.dot(other, other) * other[m]);
                }
            }
            Arrays.setAll(expected, m -> expected[m] + p[m]);
        }
        double scale = Arrays.stream(g.norms()).max().orElseThrow();
        double[] d = g.sum(weights(new PcGrad(), all));
        assertThat(Gradients.norm(Gradients.minus(d, expected))).as(g.name()).isLessThan(1e-6 * scale);
    }

    /** Of the tasks that have a gradient; the others must have got their idle factor. */
    private static double[] weights(DirectionWeighting method, Gradients g) {
        double[] w = method.weights(equal(g.rows().length, 1), g.gram(), DRAWS);
        double[] norms = g.norms();
        IntStream.range(0, w.length).filter(i -> norms[i] == 0).forEach(i -> assertThat(w[i])
                .isEqualTo(method.idle(w.length)));
        return IntStream.range(0, w.length)
                .filter(i -> norms[i] > 0)
                .mapToDouble(i -> w[i])
                .toArray();
    }

    private static double resolved(double scale) {
        return Math.sqrt(RESOLVED) * scale;
    }

    private static double[] simplex(double[] x) {
        double sum = Arrays.stream(x).sum();
        return sum > 0 ? Gradients.times(1 / sum, x) : equal(x.length, 1.0 / x.length);
    }

    private static double[] scaled(Gradients g, double[] x) {
        return g.sum(divide(x, g.norms()));
    }

    private static double[] divide(double[] a, double[] b) {
        double[] quotient = a.clone();
        Arrays.setAll(quotient, i -> a[i] / b[i]);
        return quotient;
    }

    private static double[] plus(double[] a, double[] b) {
        return Gradients.minus(a, Gradients.times(-1, b));
    }

    private static double[] equal(int k, double value) {
        double[] x = new double[k];
        Arrays.fill(x, value);
        return x;
    }

    private static double square(double x) {
        return x * x;
    }
}
