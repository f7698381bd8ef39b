package janus.celeba.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Point2D;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same picture with and without one attribute, nothing else changed. */
class CounterfactualTest {
    private static final int FACES = 3;

    /** Where pixels may change, in face coordinates: left, right, top, bottom; both sides if {@code mirrored}. */
    private record Region(double left, double right, double top, double bottom, boolean mirrored) {
        boolean holds(double x, double y) {
            double side = mirrored ? Math.abs(x) : x;
            return side >= left && side <= right && y >= top && y <= bottom;
        }
    }

    private static Region region(Attribute a) {
        return switch (a) {
            case SMILING, MOUTH_SLIGHTLY_OPEN, BIG_LIPS, WEARING_LIPSTICK -> new Region(0, 32, 5, 60, true);
            case FIVE_O_CLOCK_SHADOW, GOATEE, MUSTACHE, NO_BEARD -> new Region(0, 52, -32, 85, true);
            case SIDEBURNS -> new Region(0, 54, -34, 85, true);
            case ARCHED_EYEBROWS, BUSHY_EYEBROWS -> new Region(0, 42, -48, -8, true);
            case BAGS_UNDER_EYES, NARROW_EYES, HEAVY_MAKEUP -> new Region(3, 44, -34, 12, true);
            case EYEGLASSES -> new Region(0, 56, -34, 12, true);
            case BIG_NOSE, POINTY_NOSE -> new Region(0, 26, -24, 40, true);
            case BANGS, WEARING_HAT, RECEDING_HAIRLINE -> new Region(0, 80, -110, 0, true);
            case HIGH_CHEEKBONES, ROSY_CHEEKS -> new Region(0, 48, -22, 42, true);
            case DOUBLE_CHIN -> new Region(0, 50, 30, 95, true);
            case WEARING_NECKLACE, WEARING_NECKTIE -> new Region(0, 45, 60, 160, true);
            case WEARING_EARRINGS -> new Region(30, 64, 2, 40, true);
            default -> new Region(0, 400, -400, 400, true);
        };
    }

    @ParameterizedTest
    @EnumSource
    void pixelsChangeWhereTheAttributeIsAndNowhereElse(Attribute a) throws NoninvertibleTransformException {
        Region region = region(a);
        Portrait.Nuisances nuisances = a == Attribute.BLURRY ? Portrait.Nuisances.ALL : Portrait.Nuisances.NONE;
        int tried = 0;
        for (int picture = 0; tried < FACES; picture++) {
            Factors f = Factors.draw(21, picture, picture, 0, 0);
            boolean covered = f.has(Attribute.WEARING_HAT) || f.has(Attribute.BALD) || f.has(Attribute.EYEGLASSES);
            boolean bare = a == Attribute.MOUTH_SLIGHTLY_OPEN || f.has(Attribute.NO_BEARD);
            if (a.excludedBy().stream().anyMatch(f::has) || covered || !bare && region.top > 0) {
                continue;
            }
            tried++;
            Geometry g = Geometry.of(f, false);
            int[] without = pixels(f.with(a, false), nuisances);
            int[] with = pixels(f.with(a, true), nuisances);
            int changed = 0;
            for (int i = 0; i < with.length; i++) {
                int difference = difference(without[i], with[i]);
                Point2D at = new Point2D.Double(i % Canvas.WIDTH + .5, i / Canvas.WIDTH + .5);
                g.placement().inverseTransform(at, at);
                changed += difference > 24 ? 1 : 0;
                if (difference > 0) {
                    assertThat(region.holds(at.getX(), at.getY()))
                            .as("%s of picture %d at %s", a, picture, at)
                            .isTrue();
                }
            }
            // a tenth of the area of one eye is there for anyone to see
            assertThat(changed).as("%s of picture %d", a, picture).isGreaterThan(25);
        }
    }

    private static int[] pixels(Factors f, Portrait.Nuisances nuisances) {
        int[] rgb = new int[Canvas.WIDTH * Canvas.HEIGHT];
        return Portrait.of(f, false).draw(nuisances).getRGB(0, 0, Canvas.WIDTH, Canvas.HEIGHT, rgb, 0, Canvas.WIDTH);
    }

    private static int difference(int a, int b) {
        int most = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            most = Math.max(most, Math.abs((a >> shift & 255) - (b >> shift & 255)));
        }
        return most;
    }
}
