package janus.kernels.cpu;

import janus.kernels.PoolingSize;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * As {@link MaxPool} for windows of 3 × 3, stride 2, padding 1: the largest of three columns, once for each row of x,
 * then of three such rows. The middle of a window is always inside x; what lies outside is replaced by it, in value and
 * place, which changes no maximum. One thread's, with room for three rows.
 */
final class MaxPool3 {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int B = Layout.BLOCK;
    private static final int ROWS = 3;

    private float[] row = {};
    private float[] largest = {};
    private float[] columns = {};

    static boolean fits(PoolingSize z) {
        return z.r() == ROWS && z.s() == 3 && z.stride() == 2 && z.pad() == 1;
    }

    /** y and index of a plane, of x or of what {@code map} makes of it by the coefficients from {@code at} on. */
    void plane(
            PoolingSize z,
            @Nullable Normalize map,
            int at,
            float[] x,
            int xi,
            float[] y,
            int yi,
            float[] index,
            int ii) {
        reserve(z);
        for (int h = 0; h < z.h(); h++) {
            int from = xi + h * z.w() * B;
            if (map == null) {
                across(z, h, x, from);
            } else {
                map.plain(at, x, from, row, Layout.FIRST, z.w());
                across(z, h, row, Layout.FIRST);
            }
            if (ends(z, h)) {
                int to = h / 2 * z.q() * B;
                down(z, h / 2, y, yi + to, index, ii + to);
            }
        }
    }

    /** Whether row h is the last of the windows of row h/2. */
    static boolean ends(PoolingSize z, int h) {
        return h % 2 == 1 || h == z.h() - 1;
    }

    /** Takes in row h of x, which lies from {@code xi} on, for {@link #give}. */
    void take(PoolingSize z, int h, float[] x, int xi) {
        reserve(z);
        int to = Layout.FIRST + h % ROWS * z.q() * B;
        int whole = z.w() / 2;
        largest(x, xi, 0, whole > 0 ? B : 0, 0, 1, to);
        largest(x, xi, -B, B, 1, whole, to);
        largest(x, xi, -B, 0, Math.max(1, whole), z.q(), to);
    }

    /** Row p of y, from {@code yi} on and without an index, once the rows of its windows are taken in. */
    void give(PoolingSize z, int p, float[] y, int yi) {
        int length = z.q() * B;
        int a = Layout.FIRST + Math.max(0, 2 * p - 1) % ROWS * length;
        int b = Layout.FIRST + 2 * p % ROWS * length;
        int c = Layout.FIRST + Math.min(z.h() - 1, 2 * p + 1) % ROWS * length;
        float[] values = largest;
        for (int i = 0; i < length; i += Lanes.COUNT) {
            FloatVector best = FloatVector.fromArray(S, values, a + i);
            FloatVector t = FloatVector.fromArray(S, values, b + i);
            best = best.blend(t, t.compare(VectorOperators.GT, best).or(t.compare(VectorOperators.NE, t)));
            t = FloatVector.fromArray(S, values, c + i);
            best.blend(t, t.compare(VectorOperators.GT, best).or(t.compare(VectorOperators.NE, t)))
                    .intoArray(y, yi + i);
        }
    }

    /** The largest of windows {@code q0} … {@code q1 − 1}, as {@link #across} without their places. */
    private void largest(float[] x, int xi, int left, int right, int q0, int q1, int to) {
        float[] values = largest;
        for (int v = 0; v < B; v += Lanes.COUNT) {
            for (int i = q0 * B; i < q1 * B; i += B) {
                FloatVector best = FloatVector.fromArray(S, x, xi + v + 2 * i + left);
                FloatVector t = FloatVector.fromArray(S, x, xi + v + 2 * i);
                best = best.blend(t, t.compare(VectorOperators.GT, best).or(t.compare(VectorOperators.NE, t)));
                t = FloatVector.fromArray(S, x, xi + v + 2 * i + right);
                best.blend(t, t.compare(VectorOperators.GT, best).or(t.compare(VectorOperators.NE, t)))
                        .intoArray(values, to + v + i);
            }
        }
    }

    /** Room for a row of x, from {@link Layout#FIRST} on. */
    float[] row(PoolingSize z) {
        return row = Kept.atLeast(row, z.w() * B);
    }

    private void reserve(PoolingSize z) {
        row = Kept.atLeast(row, z.w() * B);
        largest = Kept.atLeast(largest, ROWS * z.q() * B);
        columns = Kept.atLeast(columns, ROWS * z.q() * B);
    }

    /** Takes in row h of x, which lies from {@code xi} on. */
    private void across(PoolingSize z, int h, float[] x, int xi) {
        int to = Layout.FIRST + h % ROWS * z.q() * B;
        int whole = z.w() / 2;
        across(x, xi, 0, whole > 0 ? B : 0, 0, 1, to);
        across(x, xi, -B, B, 1, whole, to);
        across(x, xi, -B, 0, Math.max(1, whole), z.q(), to);
    }

    /** Windows {@code q0} … {@code q1 − 1}, whose outer columns are {@code left} and {@code right} of the middle one. */
    private void across(float[] x, int xi, int left, int right, int q0, int q1, int to) {
        float[] values = largest;
        float[] places = columns;
        float first = left == 0 ? 1 : 0;
        float last = right == 0 ? 1 : 2;
        for (int v = 0; v < B; v += Lanes.COUNT) {
            for (int i = q0 * B; i < q1 * B; i += B) {
                FloatVector best = FloatVector.fromArray(S, x, xi + v + 2 * i + left);
                FloatVector t = FloatVector.fromArray(S, x, xi + v + 2 * i);
                VectorMask<Float> larger = t.compare(VectorOperators.GT, best).or(t.compare(VectorOperators.NE, t));
                FloatVector place = FloatVector.broadcast(S, first).blend(1f, larger);
                best = best.blend(t, larger);
                t = FloatVector.fromArray(S, x, xi + v + 2 * i + right);
                larger = t.compare(VectorOperators.GT, best).or(t.compare(VectorOperators.NE, t));
                place.blend(last, larger).intoArray(places, to + v + i);
                best.blend(t, larger).intoArray(values, to + v + i);
            }
        }
    }

    /** Row p of y and of index, from {@code yi} and {@code ii} on, once the rows of its windows are in. */
    private void down(PoolingSize z, int p, float[] y, int yi, float[] index, int ii) {
        int top = Math.max(0, 2 * p - 1);
        int bottom = Math.min(z.h() - 1, 2 * p + 1);
        int length = z.q() * B;
        int a = Layout.FIRST + top % ROWS * length;
        int b = Layout.FIRST + 2 * p % ROWS * length;
        int c = Layout.FIRST + bottom % ROWS * length;
        down(a, b, c, length, y, yi, index, ii);
    }

    private void down(int a, int b, int c, int length, float[] y, int yi, float[] index, int ii) {
        float[] values = largest;
        float[] places = columns;
        float first = a == b ? 3 : 0;
        float last = c == b ? 3 : 6;
        for (int i = 0; i < length; i += Lanes.COUNT) {
            FloatVector best = FloatVector.fromArray(S, values, a + i);
            FloatVector place = FloatVector.fromArray(S, places, a + i).add(first);
            FloatVector t = FloatVector.fromArray(S, values, b + i);
            FloatVector s = FloatVector.fromArray(S, places, b + i).add(3f);
            VectorMask<Float> larger = t.compare(VectorOperators.GT, best).or(t.compare(VectorOperators.NE, t));
            best = best.blend(t, larger);
            place = place.blend(s, larger);
            t = FloatVector.fromArray(S, values, c + i);
            s = FloatVector.fromArray(S, places, c + i).add(last);
            larger = t.compare(VectorOperators.GT, best).or(t.compare(VectorOperators.NE, t));
            best.blend(t, larger).intoArray(y, yi + i);
            place.blend(s, larger).intoArray(index, ii + i);
        }
    }

    static void planeBackward(PoolingSize z, float[] dy, int yi, float[] index, int ii, float[] dx, int di) {
        for (int h = 0; h < z.h(); h++) {
            back(z, h, dy, yi, index, ii, dx, di + h * z.w() * B);
        }
    }

    /** Row h of dx, from {@code to} on: Σ dy of the windows whose index names the pixel. */
    static void back(PoolingSize z, int h, float[] dy, int yi, float[] index, int ii, float[] dx, int to) {
        int length = z.q() * B;
        int from = h / 2 * length;
        if (h % 2 == 0) {
            set(z, 1, dy, yi + from, index, ii + from, dx, to);
            return;
        }
        // an odd row is the last of one row of windows and the first of the next
        set(z, 2, dy, yi + from, index, ii + from, dx, to);
        if (h / 2 + 1 < z.p()) {
            from += length;
            add(z, dy, yi + from, index, ii + from, dx, to);
        }
    }

    /** dx = what a row of windows gives to their row r. Column 2·q is the middle of window q. */
    private static void set(PoolingSize z, int r, float[] dy, int yi, float[] index, int ii, float[] dx, int di) {
        float middle = 3 * r + 1;
        int last = (z.q() - 1) * B;
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector zero = FloatVector.zero(S);
            FloatVector g = FloatVector.fromArray(S, dy, yi + v);
            FloatVector place = FloatVector.fromArray(S, index, ii + v);
            for (int i = v; i < last + v; i += B) {
                int to = di - v + 2 * i;
                zero.blend(g, place.compare(VectorOperators.EQ, middle)).intoArray(dx, to);
                FloatVector right = zero.blend(g, place.compare(VectorOperators.EQ, middle + 1));
                g = FloatVector.fromArray(S, dy, yi + i + B);
                place = FloatVector.fromArray(S, index, ii + i + B);
                FloatVector left = zero.blend(g, place.compare(VectorOperators.EQ, middle - 1));
                right.add(left).intoArray(dx, to + B);
            }
            int to = di + v + 2 * last;
            zero.blend(g, place.compare(VectorOperators.EQ, middle)).intoArray(dx, to);
            if (z.w() % 2 == 0) {
                zero.blend(g, place.compare(VectorOperators.EQ, middle + 1)).intoArray(dx, to + B);
            }
        }
    }

    /** Adds to dx what a row of windows gives to their first row. */
    private static void add(PoolingSize z, float[] dy, int yi, float[] index, int ii, float[] dx, int di) {
        int last = (z.q() - 1) * B;
        for (int v = 0; v < B; v += Lanes.COUNT) {
            FloatVector zero = FloatVector.zero(S);
            FloatVector g = FloatVector.fromArray(S, dy, yi + v);
            FloatVector place = FloatVector.fromArray(S, index, ii + v);
            for (int i = v; i < last + v; i += B) {
                int to = di - v + 2 * i;
                FloatVector middle = zero.blend(g, place.compare(VectorOperators.EQ, 1f));
                FloatVector.fromArray(S, dx, to).add(middle).intoArray(dx, to);
                FloatVector right = zero.blend(g, place.compare(VectorOperators.EQ, 2f));
                g = FloatVector.fromArray(S, dy, yi + i + B);
                place = FloatVector.fromArray(S, index, ii + i + B);
                FloatVector left = zero.blend(g, place.compare(VectorOperators.EQ, 0f));
                FloatVector.fromArray(S, dx, to + B).add(right).add(left).intoArray(dx, to + B);
            }
            int to = di + v + 2 * last;
            FloatVector middle = zero.blend(g, place.compare(VectorOperators.EQ, 1f));
            FloatVector.fromArray(S, dx, to).add(middle).intoArray(dx, to);
            if (z.w() % 2 == 0) {
                FloatVector right = zero.blend(g, place.compare(VectorOperators.EQ, 2f));
                FloatVector.fromArray(S, dx, to + B).add(right).intoArray(dx, to + B);
            }
        }
    }
}
