package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;

/**
 * What a run of tiles takes of a channel block of a map, whose columns are transformed down, once for all tiles that they
 * are in, before each tile is transformed across. A map is so read from left to right.
 */
final class WinogradStrip {
    /** Pixels of a run side by side, of x or of y, at most: what their columns become stays in the first cache. */
    static final int LONGEST = 64;

    private static final int BLOCK = Layout.BLOCK;
    private static final int LANES = Lanes.COUNT;
    /** Numbers on a side of a transformed tile, at most. */
    private static final int SIDE = 9;
    /** Columns that a tile takes beside its own, at most. */
    private static final int BESIDE = 2;

    private static final int ROOM = Layout.FIRST + SIDE * (LONGEST + BESIDE) * BLOCK;

    /** Of each column what it was transformed to, row by row; or a run's outputs. */
    final float[] t = new float[ROOM];
    /** Rows and columns that reach over the edge of the map, with 0 outside. */
    private final float[] copied = new float[ROOM];

    /** Where the first column in the map lies, and floats from one row to the next. */
    float[] x = {};

    int at;
    int row;
    /** Columns in the map. */
    int count;
    /** Where the first of them belongs in {@link #t}. */
    int first;
    /** From a row of {@link #t} to the next. */
    int width;

    /**
     * Finds {@code rows} × {@code columns} from (top, left) on of the map that starts at {@code plane}. What is outside is
     * 0: in {@link #t} where columns are, else in a copy; of {@code whole} ones always there.
     */
    void read(float[] map, int plane, Correlation.Map size, int top, int left, int rows, int columns, boolean whole) {
        int before = Math.clamp(-left, 0, columns);
        count = Math.clamp(size.width() - left, before, columns) - before;
        width = columns * LANES;
        row = size.width() * BLOCK;
        at = plane + top * row + (left + before) * BLOCK;
        x = map;
        first = Layout.FIRST + before * LANES;
        if (top < 0 || top + rows > size.height() || whole && count < columns) {
            copy(top, rows, size.height(), before, columns);
            return;
        }
        for (int i = 0; count < columns && i < SIDE; i++) {
            zero(t, Layout.FIRST + i * width, before * LANES);
            zero(t, first + i * width + count * LANES, (columns - before - count) * LANES);
        }
    }

    private void copy(int top, int rows, int height, int before, int columns) {
        for (int i = 0; i < rows; i++) {
            int to = Layout.FIRST + i * columns * BLOCK;
            int inside = top + i < 0 || top + i >= height ? 0 : count;
            zero(copied, to, before * BLOCK);
            copy(x, at + i * row, copied, to + before * BLOCK, inside * BLOCK);
            zero(copied, to + (before + inside) * BLOCK, (columns - before - inside) * BLOCK);
        }
        x = copied;
        at = Layout.FIRST;
        row = columns * BLOCK;
        count = columns;
        first = Layout.FIRST;
    }

    // a few vectors: a call of System.arraycopy or Arrays.fill would take longer than they do
    private static void copy(float[] x, int from, float[] y, int to, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, from + i).intoArray(y, to + i);
        }
    }

    private static void zero(float[] y, int at, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector.zero(Lanes.SPECIES).intoArray(y, at + i);
        }
    }
}
