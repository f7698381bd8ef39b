package janus.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix product by packed panels (Goto and van de Geijn, 2008): b in panels of two vectors of columns, a in panels of
 * four rows, multiplied tile by tile. Each element adds its terms in order of k, but a few rows of a, for which packing
 * b would not pay, add them lane by lane.
 */
final class CpuMatmul {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.COUNT;
    /** Rows and columns of a tile: eight accumulators keep the multiplier busy and fit 16 registers. */
    private static final int ROWS = 4;

    private static final int COLUMNS = 2 * L;
    /** Rows of a part: a panel of b stays in the first cache while they pass. */
    private static final int BAND = 32;
    /** Rows that are fewer than these do not pay for packing. */
    private static final int FEW = ROWS;

    private final Workers workers;
    private final float[][] tiles;
    private final ReadAhead[] ahead;
    private float[] packedA = {};
    private float[] packedB = {};

    CpuMatmul(Workers workers) {
        this.workers = workers;
        tiles = new float[workers.count()][ROWS * COLUMNS];
        ahead = workers.rooms(ReadAhead[]::new, ReadAhead::new);
    }

    void run(int m, int n, int k, boolean transposeA, boolean transposeB, View a, View b, boolean adds, View c) {
        if (m < FEW && !transposeA && transposeB) {
            few(m, n, k, a, b, adds, c);
            return;
        }
        int rowPanels = Math.ceilDiv(m, ROWS);
        int columnPanels = Math.ceilDiv(n, COLUMNS);
        // what is beyond the last row or column is of no use
        packedA = Kept.atLeast(packedA, (long) rowPanels * ROWS * k);
        packedB = Kept.atLeast(packedB, (long) columnPanels * COLUMNS * k);
        workers.run(columnPanels, panel -> {
            int columns = Math.min(COLUMNS, n - panel * COLUMNS);
            pack(b, panel * COLUMNS, columns, transposeB ? k : 1, transposeB ? 1 : n, k, COLUMNS, packedB);
        });
        workers.run(rowPanels, panel -> {
            int rows = Math.min(ROWS, m - panel * ROWS);
            pack(a, panel * ROWS, rows, transposeA ? 1 : k, transposeA ? m : 1, k, ROWS, packedA);
        });
        int bands = Math.ceilDiv(m, BAND);
        workers.each(bands * columnPanels, (thread, part) -> {
            int column = part / bands * COLUMNS;
            int end = Math.min(m, (part % bands + 1) * BAND);
            float[] tile = tiles[thread];
            for (int row = part % bands * BAND; row < end; row += ROWS) {
                multiply(k, packedA, row * k, packedB, column * k, tile);
                store(tile, Math.min(ROWS, end - row), Math.min(COLUMNS, n - column), n, row, column, adds, c);
            }
        });
    }

    /** Rows of a by rows of b. */
    private void few(int m, int n, int k, View a, View b, boolean adds, View c) {
        workers.each(Math.ceilDiv(n, BAND), (thread, part) -> {
            float[] lanes = tiles[thread];
            int first = part * BAND;
            int end = Math.min(n, first + BAND);
            ahead[thread].read(b.array(), b.offset() + first * k, (end - first) * k / L * L);
            for (int i = 0; i < m; i++) {
                for (int j = first; j < end; j++) {
                    Sums.dot(a.array(), a.offset() + i * k, b.array(), b.offset() + j * k, k, lanes, 0);
                    double sum = adds ? c.get(i * n + j) : 0;
                    for (int lane = 0; lane < L; lane++) {
                        sum += lanes[lane];
                    }
                    c.set(i * n + j, sum);
                }
            }
        });
    }

    /**
     * Lays {@code count} vectors of length k side by side, {@code width} numbers apart, as the panel that begins at
     * vector {@code first}; element l of vector i lies at i·outer + l·inner.
     */
    private static void pack(View x, int first, int count, int outer, int inner, int k, int width, float[] panel) {
        int from = x.offset() + first * outer;
        int to = first * k;
        if (outer == 1) {
            for (int l = 0; l < k; l++) {
                System.arraycopy(x.array(), from + l * inner, panel, to + l * width, count);
            }
            return;
        }
        // vector by vector, as they lie in memory
        for (int i = 0; i < count; i++) {
            for (int l = 0; l < k; l++) {
                panel[to + l * width + i] = x.array()[from + i * outer + l * inner];
            }
        }
    }

    private static void store(float[] tile, int rows, int columns, int n, int row, int column, boolean adds, View c) {
        for (int i = 0; i < rows; i++) {
            int to = c.offset() + (row + i) * n + column;
            if (adds) {
                Loops.add(tile, i * COLUMNS, c.array(), to, c.array(), to, columns);
            } else {
                System.arraycopy(tile, i * COLUMNS, c.array(), to, columns);
            }
        }
    }

    private static void multiply(int k, float[] a, int ai, float[] b, int bi, float[] tile) {
        FloatVector c00 = FloatVector.zero(S);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        for (int l = 0; l < k; l++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi + l * COLUMNS);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + l * COLUMNS + L);
            FloatVector a0 = FloatVector.broadcast(S, a[ai + l * ROWS]);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + l * ROWS + 1]);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + l * ROWS + 2]);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + l * ROWS + 3]);
            c00 = Lanes.multiplyAdd(a0, b0, c00);
            c01 = Lanes.multiplyAdd(a0, b1, c01);
            c10 = Lanes.multiplyAdd(a1, b0, c10);
            c11 = Lanes.multiplyAdd(a1, b1, c11);
            c20 = Lanes.multiplyAdd(a2, b0, c20);
            c21 = Lanes.multiplyAdd(a2, b1, c21);
            c30 = Lanes.multiplyAdd(a3, b0, c30);
            c31 = Lanes.multiplyAdd(a3, b1, c31);
        }
        c00.intoArray(tile, 0);
        c01.intoArray(tile, L);
        c10.intoArray(tile, COLUMNS);
        c11.intoArray(tile, COLUMNS + L);
        c20.intoArray(tile, 2 * COLUMNS);
        c21.intoArray(tile, 2 * COLUMNS + L);
        c30.intoArray(tile, 3 * COLUMNS);
        c31.intoArray(tile, 3 * COLUMNS + L);
    }
}
