package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.Pictures;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Triple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

final class PictureCases {
    private static final int[][] SIZES = {{1, 1, 1}, {2, 7, 9}, {3, 16, 16}, {1, 17, 5}, {2, 1, 63}, {1, 207, 3}};
    private static final double[] MEANS = {.485, .456, .406};
    private static final double[] DEVIATIONS = {.229, .224, .225};

    private PictureCases() {}

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            String size = " " + Arrays.toString(s);
            // points between pixels are off by a rounding of a number as large as the picture
            double points = s[1] + s[2];
            cases.add(still("warp by nothing" + size, s, 1));
            cases.add(still("warp by a mirror" + size, s, -1));
            cases.add(new ParityCase("warp by a turn" + size, t -> warp(t, s, points, 1.1, -.3, .28, .93, .4, -1.7)));
            cases.add(new ParityCase("warp past edges" + size, t -> warp(t, s, points, -.7, 2, .6, 1.3, 30, -.2)));
        }
        return cases;
    }

    private static ParityCase still(String label, int[] s, int across) {
        return new ParityCase(label, t -> warp(t, s, 0, across, 0, 0, 1, 0, 0));
    }

    /** Each picture's own map is this one, farther from standing still by a tenth for each that came before. */
    private static void warp(Trial t, int[] s, double points, double... map) {
        int n = s[0];
        double[] maps = new double[n * Pictures.MAP];
        for (int i = 0; i < n; i++) {
            int at = i * Pictures.MAP;
            for (int k = 0; k < map.length; k++) {
                maps[at + k] = points == 0 ? map[k] : map[k] * (1 + i / 10.0);
            }
            for (int k = 0; k < Pictures.CHANNELS; k++) {
                maps[at + 6 + k] = (float) (MEANS[k] + i / 8.0);
                maps[at + 6 + Pictures.CHANNELS + k] = (float) DEVIATIONS[k];
            }
        }
        Buffer pictures = t.bytes(Shape.of(n, s[1], s[2], Pictures.CHANNELS));
        Buffer triples = t.given(Shape.of(n, Pictures.MAP * Triple.LENGTH), Role.PLAIN, Triple.of(maps));
        // a dozen roundings of numbers up to 1, by a deviation over .2
        Buffer y = t.out(Shape.of(n, Pictures.CHANNELS, s[1], s[2]), Role.IMAGE, Tolerance.of(12 + points, 5));
        t.kernels.warp(n, s[1], s[2], pictures, triples, y);
    }
}
