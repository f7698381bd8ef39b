package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

final class PoolingCases {
    private static final PoolingSize[] SIZES = {
        new PoolingSize(1, 1, 1, 1, 1, 1, 1, 0),
        new PoolingSize(2, 7, 9, 8, 3, 3, 2, 1),
        new PoolingSize(1, 16, 16, 16, 3, 3, 2, 1),
        new PoolingSize(3, 17, 7, 5, 2, 2, 2, 0),
        new PoolingSize(1, 63, 6, 6, 3, 3, 1, 1),
        new PoolingSize(1, 3, 17, 7, 5, 3, 3, 1),
        new PoolingSize(2, 64, 2, 2, 3, 3, 2, 1),
        new PoolingSize(1, 207, 3, 4, 2, 2, 1, 0),
    };

    private PoolingCases() {}

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (PoolingSize z : SIZES) {
            cases.add(new ParityCase("maxPool " + z, t -> maxPool(t, z, 1)));
            cases.add(new ParityCase("maxPool of ties " + z, t -> maxPool(t, z, 0)));
            cases.add(new ParityCase("averagePool " + z, t -> averagePool(t, z)));
        }
        for (int[] s : new int[][] {{1, 1, 1}, {2, 7, 9}, {3, 16, 4}, {1, 17, 49}, {2, 63, 16}, {1, 207, 1}}) {
            String label = "globalAveragePool [n, c, hw] = " + List.of(s[0], s[1], s[2]);
            cases.add(new ParityCase(label, t -> globalAveragePool(t, s[0], s[1], s[2])));
        }
        return cases;
    }

    private static void maxPool(Trial t, PoolingSize z, double spread) {
        Buffer x = t.in(x(z), Role.ACTIVATION, v -> spread == 0 ? Math.rint(v) : v);
        Buffer y = t.out(y(z), Role.ACTIVATION, Tolerance.exact());
        Buffer index = t.out(y(z), Role.ACTIVATION, Tolerance.exact());
        t.kernels.maxPool(z, x, y, index);
        Buffer dy = t.in(y(z), Role.ACTIVATION);
        // a sum of at most that many numbers, none larger than 5; other maxima win among the magnitudes of x
        Buffer dx = t.out(x(z), Role.ACTIVATION, Tolerance.of(windows(z), 5 * windows(z)));
        t.kernels.maxPoolBackward(z, dy, index, dx);
    }

    private static void averagePool(Trial t, PoolingSize z) {
        Buffer x = t.in(x(z), Role.ACTIVATION);
        t.kernels.averagePool(z, x, t.out(y(z), Role.ACTIVATION, Tolerance.sum(z.r() * z.s())));
        Buffer dy = t.in(y(z), Role.ACTIVATION);
        t.kernels.averagePoolBackward(z, dy, t.out(x(z), Role.ACTIVATION, Tolerance.sum(windows(z))));
    }

    private static void globalAveragePool(Trial t, int n, int c, int hw) {
        Shape wide = Shape.of(n, c, 1, hw);
        Shape narrow = Shape.of(n, c);
        Buffer x = t.in(wide, Role.ACTIVATION);
        t.kernels.globalAveragePool(n, c, hw, x, t.out(narrow, Role.PLAIN, Tolerance.sum(hw)));
        Buffer dx = t.out(wide, Role.ACTIVATION, Tolerance.roundings(2.5));
        t.kernels.globalAveragePoolBackward(n, c, hw, t.in(narrow, Role.PLAIN), dx);
    }

    /** Windows a pixel can lie in. */
    private static double windows(PoolingSize z) {
        return Math.ceilDiv(z.r(), z.stride()) * Math.ceilDiv(z.s(), z.stride());
    }

    private static Shape x(PoolingSize z) {
        return Shape.of(z.n(), z.c(), z.h(), z.w());
    }

    private static Shape y(PoolingSize z) {
        return Shape.of(z.n(), z.c(), z.p(), z.q());
    }
}
