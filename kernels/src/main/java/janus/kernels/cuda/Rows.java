package janus.kernels.cuda;

import janus.kernels.Role;

/**
 * Rows of {@code c} channels that lie {@code stride} apart, and how a grid covers them: {@code lanes} threads side by
 * side in a row, {@code group} rows in a block, {@code columns} blocks across. Depends on sizes alone.
 */
record Rows(int rows, int c, int stride, int lanes, int group, int columns) {
    /** Rows a thread has before they are spread over more blocks. */
    private static final int RUN = 8;

    private static final int MOST_PARTS = 512;
    private static final int MOST_BLOCKS = 1024;
    private static final int MOST_GRID = 65_535;
    private static final int WARP = 32;

    static Rows of(Layout layout, Role role, int n, int c, int hw) {
        boolean plain = role == Role.PLAIN;
        int stride = plain ? c : layout.padded(c);
        int vectors = plain ? c : stride / layout.lanes();
        int lanes = Math.min(WARP, vectors == 1 ? 1 : 2 * Integer.highestOneBit(vectors - 1));
        return new Rows(n * hw, c, stride, lanes, Launch.THREADS / lanes, Math.ceilDiv(vectors, lanes));
    }

    /** Blocks down the rows of a sum: each leaves a part. */
    int parts() {
        int most = Math.max(1, Math.min(MOST_PARTS, MOST_BLOCKS / columns));
        return Math.min(Math.ceilDiv(rows, group * RUN), most);
    }

    /** Blocks down the rows of a map. */
    int blocks() {
        return Math.min(Math.ceilDiv(rows, group * RUN), MOST_GRID);
    }

    /** Blocks of 32 channels, for the second launch of a sum. */
    int warps() {
        return Math.ceilDiv(c, WARP);
    }
}
