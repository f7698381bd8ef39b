package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarpTest {
    private static final Augmentation ALL = new Augmentation(true, 15, .1, .1);

    /**
     * A smooth spot is drawn at a point of the stored image, resized by hand, warped, and found again as the centre of
     * mass. Bilinear sampling of a spot many pixels wide moves its centre by less than the 8 bits it is stored in, which
     * over its area is under a tenth of a pixel.
     */
    @ParameterizedTest
    @CsvSource({"64, 64", "178, 218"})
    void pointsMoveWithPixels(int width, int height) {
        int size = 64;
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 50; i++) {
            double px = width * (.4 + .2 * random.nextDouble());
            double py = height * (.4 + .2 * random.nextDouble());
            boolean flip = i % 2 == 0;
            Warp warp = Warp.draw(ALL, flip, width, height, new Draws(i, 1, 2, 3));
            double[] before = {(px + .5) * size / width - .5, (py + .5) * size / height - .5};
            float[] planes = new float[3 * size * size];
            warp.sample(spot(before, size), size, planes);
            double[] found = centre(planes, size);
            double expectedX = (warp.x(px, py) + .5) * size / width - .5;
            double expectedY = (warp.y(px, py) + .5) * size / height - .5;
            assertThat(found[0]).as("x of case %d", i).isCloseTo(expectedX, within(.1));
            assertThat(found[1]).as("y of case %d", i).isCloseTo(expectedY, within(.1));
        }
    }

    private static byte[] spot(double[] at, int size) {
        byte[] rgb = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double squared = (x - at[0]) * (x - at[0]) + (y - at[1]) * (y - at[1]);
                int value = (int) Math.round(255 * Math.exp(-squared / 18));
                rgb[3 * (y * size + x)] = rgb[3 * (y * size + x) + 2] = (byte) value;
            }
        }
        return rgb;
    }

    private static double[] centre(float[] plane, int size) {
        double mass = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < size * size; i++) {
            mass += plane[i];
            x += plane[i] * (i % size);
            y += plane[i] * (i / size);
            assertThat(plane[size * size + i]).isZero();
            assertThat(plane[2 * size * size + i]).isEqualTo(plane[i]);
        }
        return new double[] {x / mass, y / mass};
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
    void outsideRepeatsTheEdgeAndPointsKeepTheirCoordinates() {
        Warp right = new Warp(8, 8, 1, 0, 0, 1, 5, 0);
        byte[] rgb = new byte[3 * 64];
        for (int i = 0; i < 64; i++) {
            rgb[3 * i] = (byte) (10 + i % 8);
        }
        float[] planes = new float[3 * 64];
        right.sample(rgb, 8, planes);
        assertThat(Arrays.copyOf(planes, 8)).containsExactly(10, 10, 10, 10, 10, 10, 11, 12);
        assertThat(right.x(7, 3)).isEqualTo(12);
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
