package janus.celeba.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Each part is drawn alone on an empty picture, found by its colours, and compared with its point. */
class GeometryTest {
    private static final int PAPER = 0x00FF00;
    private static final double ZOOM = 3;

    private interface Check {
        void face(Factors f, Geometry g, Palette palette);
    }

    private static void forFaces(Check check) {
        for (int picture = 0; picture < 60; picture++) {
            Factors f = Factors.draw(11, picture, picture, .5, 0);
            check.face(f, Geometry.of(f, false), Palette.of(f));
        }
    }

    /** The same face three times as large, with the picture's point (x, y) in the middle of the picture. */
    private static Geometry enlarged(Geometry g, double x, double y) {
        AffineTransform zoom = new AffineTransform();
        zoom.translate(Canvas.WIDTH / 2., Canvas.HEIGHT / 2.);
        zoom.scale(ZOOM, ZOOM);
        zoom.translate(-x, -y);
        zoom.concatenate(g.placement());
        return new Geometry(g.turn(), g.nod(), zoom, g.shape());
    }

    private static int[] draw(Geometry g, Consumer<Canvas> part) {
        try (Canvas c = new Canvas()) {
            Arrays.fill(c.pixels, PAPER);
            c.place(g.placement());
            part.accept(c);
            return c.pixels;
        }
    }

    /** Left and right end of the pixels of some colours, then their mean x and y, from the picture's middle. */
    private static double[] extent(int[] pixels, double reach, IntPredicate color) {
        double[] e = {1e9, -1e9, 0, 0};
        int n = 0;
        for (int i = 0; i < pixels.length; i++) {
            double x = (i % Canvas.WIDTH + .5 - Canvas.WIDTH / 2.) / ZOOM;
            double y = (i / Canvas.WIDTH + .5 - Canvas.HEIGHT / 2.) / ZOOM;
            if (Math.abs(x) < reach && color.test(pixels[i] & 0xFFFFFF)) {
                e[0] = Math.min(e[0], x);
                e[1] = Math.max(e[1], x);
                e[2] += x;
                e[3] += y;
                n++;
            }
        }
        assertThat(n).isPositive();
        e[2] /= n;
        e[3] /= n;
        return e;
    }

    private static int green(int rgb) {
        return rgb >> 8 & 255;
    }

    @Test
    void eyesLieWhereTheirPointsSay() {
        forFaces((f, g, palette) -> {
            if (f.has(Attribute.NARROW_EYES) || f.decoy(Attribute.NARROW_EYES)) {
                return;
            }
            for (int eye = 0; eye < 2; eye++) {
                Geometry large = enlarged(g, g.points()[2 * eye], g.points()[2 * eye + 1]);
                double[] white = extent(draw(large, new Eyes(f, large, palette)::draw), 14, p -> p == Eyes.WHITE);
                // the lid's line, 2 px wide, covers more above than below, and lashes cover the outer end
                assertThat(white[0] + white[1]).as("eye %d of %s", eye, f).isBetween(-3., 3.);
                assertThat(white[3]).as("eye %d of %s", eye, f).isBetween(-1., 2.);
            }
        });
    }

    @Test
    void noseLiesWhereItsPointSays() {
        forFaces((f, g, palette) -> {
            if (f.has(Attribute.POINTY_NOSE)) {
                return; // the tip covers the nostrils
            }
            int dim = (green(palette.shade(.25)) + green(palette.shade(.42))) / 2;
            // nostrils, the darkest spots, lie at both sides of the tip and below it
            Point2D below = new Point2D.Double(g.pointX(Geometry.NOSE), g.pointY(Geometry.NOSE) + Nose.NOSTRILS);
            g.placement().transform(below, below);
            Geometry large = enlarged(g, below.getX(), below.getY());
            double[] dark = extent(draw(large, new Nose(f, large, palette)::draw), 12, p -> green(p) < dim);
            // the wings' lines may cut a nostril
            assertThat(dark[2]).as("%s", f).isBetween(-.8, .8);
            assertThat(dark[3]).as("%s", f).isBetween(-.8, .8);
        });
    }

    @Test
    void cornersOfTheMouthAreItsEnds() {
        forFaces((f, g, palette) -> {
            if (f.has(Attribute.SMILING) || f.decoy(Attribute.SMILING)) {
                return;
            }
            double[] points = g.points();
            double middle = (points[6] + points[8]) / 2;
            Geometry large = enlarged(g, middle, (points[7] + points[9]) / 2);
            double[] lips = extent(draw(large, new Mouth(f, large, palette)::draw), 90, p -> p != PAPER);
            // a pixel is a third of the picture's; a pointed end fades
            assertThat(lips[0]).as("%s", f).isCloseTo(points[6] - middle, within(1.));
            assertThat(lips[1]).as("%s", f).isCloseTo(points[8] - middle, within(1.));
        });
    }

    @Test
    void constantGuessErrsByASetShareOfTheEyes() {
        assertThat(constantError(false)).isBetween(.08, .12);
        assertThat(constantError(true)).isLessThan(.085);
    }

    /** Mean distance from the mean points, by the distance of the eyes. */
    private static double constantError(boolean aligned) {
        int n = 1500;
        double[][] points = new double[n][];
        double[] mean = new double[10];
        for (int i = 0; i < n; i++) {
            points[i] = Geometry.of(Factors.draw(2, i, i, .5, 0), aligned).points();
            for (int j = 0; j < 10; j++) {
                mean[j] += points[i][j] / n;
            }
        }
        double error = 0;
        for (double[] p : points) {
            for (int j = 0; j < 10; j += 2) {
                error += Math.hypot(p[j] - mean[j], p[j + 1] - mean[j + 1])
                        / Math.hypot(p[0] - p[2], p[1] - p[3])
                        / (5 * n);
            }
        }
        return error;
    }
}
