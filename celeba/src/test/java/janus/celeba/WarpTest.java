package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarpTest {
    private static final Augmentation ALL = new Augmentation(true, 15, .1, .1);

    /** Where a point has moved to, the image has what its picture had where the point was. */
    @ParameterizedTest
    @CsvSource({"64, 64", "178, 218"})
    void pointsMoveWithPixels(int width, int height) {
        int size = 64;
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 50; i++) {
            double px = width * random.nextDouble();
            double py = height * random.nextDouble();
            Warp warp = Warp.draw(ALL, i % 2 == 0, width, height, new Draws(i, 1, 2, 3));
            double[] map = new double[Batch.MAP];
            warp.sampling(size, map, 0);
            double u = resized(warp.x(px, py), width, size) - map[4];
            double v = resized(warp.y(px, py), height, size) - map[5];
            // coordinates up to 64 in float64, about ten operations on them
            assertThat(map[0] * u + map[1] * v).isCloseTo(resized(px, width, size), within(1e-12));
            assertThat(map[2] * u + map[3] * v).isCloseTo(resized(py, height, size), within(1e-12));
        }
    }

    /** A coordinate of the stored image in the resized one, from its centre. */
    private static double resized(double at, int side, int size) {
        return (at + .5) * size / side - .5 - (size - 1) / 2.0;
    }

    @Test
    void rotationTurnsTheFaceNotTheSquare() {
        for (int i = 0; i < 20; i++) {
            Warp warp = Warp.draw(new Augmentation(false, 30, 0, .2), false, 178, 218, new Draws(i, 0, 0, 0));
            double dx = warp.x(100, 50) - warp.x(60, 80);
            double dy = warp.y(100, 50) - warp.y(60, 80);
            assertThat(Math.hypot(dx, dy)).isCloseTo(50, within(1e-9));
        }
    }

    @Test
    void pointThatLeavesTheImageKeepsItsCoordinates() {
        Warp right = new Warp(8, 8, 1, 0, 0, 1, 5, 0);
        assertThat(right.x(7, 3)).isEqualTo(12);
    }

    @Test
    void mirrorIsExact() {
        double[] map = new double[Batch.MAP];
        Warp.draw(new Augmentation(true, 0, 0, 0), true, 178, 218, new Draws(1, 1, 1, 1))
                .sampling(64, map, 0);
        double[] mirror = {-1, 0, 0, 1, 0, 0};
        for (int k = 0; k < mirror.length; k++) {
            assertThat(map[k] == mirror[k]).as("number %d, %s", k, map[k]).isTrue();
        }
    }

    @Test
    void drawsStayInTheirRanges() {
        Augmentation range = new Augmentation(false, 5, .05, .1);
        double widest = 0;
        for (int i = 0; i < 1000; i++) {
            Warp warp = Warp.draw(range, false, 100, 100, new Draws(9, 1, 0, i));
            double scale = Math.sqrt(warp.a() * warp.d() - warp.b() * warp.c());
            double angle = Math.toDegrees(Math.atan2(warp.c(), warp.a()));
            assertThat(scale).isBetween(.95, 1.05);
            assertThat(angle).isBetween(-5.0, 5.0);
            assertThat(warp.tx()).isBetween(-10.0, 10.0);
            widest = Math.max(widest, Math.abs(angle));
        }
        assertThat(widest).isGreaterThan(4.9);
    }
}
