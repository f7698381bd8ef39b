package janus.celeba.synthetic;

import java.awt.geom.Path2D;

/** Paths through given points (x, y alternating). */
final class Curves {
    private Curves() {}

    /** Catmull–Rom curve through all points and back to the first. */
    static Path2D closed(double... xy) {
        return catmullRom(xy, true);
    }

    /** Catmull–Rom curve from the first point to the last. */
    static Path2D open(double... xy) {
        return catmullRom(xy, false);
    }

    private static Path2D catmullRom(double[] xy, boolean closed) {
        int n = xy.length / 2;
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 0; i < (closed ? n : n - 1); i++) {
            int before = 2 * index(i - 1, n, closed);
            int from = 2 * i;
            int to = 2 * index(i + 1, n, closed);
            int after = 2 * index(i + 2, n, closed);
            path.curveTo(
                    xy[from] + (xy[to] - xy[before]) / 6,
                    xy[from + 1] + (xy[to + 1] - xy[before + 1]) / 6,
                    xy[to] - (xy[after] - xy[from]) / 6,
                    xy[to + 1] - (xy[after + 1] - xy[from + 1]) / 6,
                    xy[to],
                    xy[to + 1]);
        }
        if (closed) {
            path.closePath();
        }
        return path;
    }

    private static int index(int i, int n, boolean closed) {
        return closed ? Math.floorMod(i, n) : Math.clamp(i, 0, n - 1);
    }

    /** Straight edges, closed. */
    static Path2D polygon(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** A parabola's arc, as a smile or a necklace: from left to right, {@code sag} below y in the middle, or above. */
    static Path2D arc(double left, double right, double y, double sag) {
        Path2D path = new Path2D.Double();
        path.moveTo(left, y);
        path.quadTo((left + right) / 2, y + 2 * sag, right, y);
        return path;
    }
}
