package janus.kernels.cuda;

import janus.kernels.Role;

/**
 * Rows of {@code c} channels that lie {@code stride} apart, and how a grid covers them: {@code lanes} threads side by
 * side in a row, each with {@code width} channels, {@code group} rows in a block, {@code columns} blocks across.
 * Depends on sizes alone, so that every GPU adds up in the same order.
 */
record Rows(int rows, int c, int stride, int lanes, int group, int columns, int width) {
    /** Channels of a thread where rows are vectors. */
    private static final int WIDTH = 4;
    /** Rows that a thread has at least, in a sum and in a map: so many it loads at once. */
    private static final int SUMMED = 8;

    private static final int MAPPED = 4;
    /** Blocks that are resident together: four on each multiprocessor of an H100 or H200. */
    private static final int WAVE = 4 * 132;

    private static final int WARP = 32;

    static Rows of(Layout layout, Role role, int n, int c, int hw) {
        boolean plain = role == Role.PLAIN;
        int stride = plain ? c : layout.padded(c);
        int width = plain ? 1 : WIDTH;
        int vectors = stride / width;
        int most = plain ? WARP : WARP / 2;
        int lanes = Math.min(most, vectors == 1 ? 1 : 2 * Integer.highestOneBit(vectors - 1));
        return new Rows(n * hw, c, stride, lanes, Launch.THREADS / lanes, Math.ceilDiv(vectors, lanes), width);
    }

    /** The same channels, in other rows: of items that a thread has whole. */
    Rows with(int items) {
        return new Rows(items, c, stride, lanes, group, columns, width);
    }

    /** Blocks down the rows of a sum: each leaves a part. One wave, because none has to wait for the last part. */
    int parts() {
        return Math.min(Math.ceilDiv(rows, group * SUMMED), Math.max(1, WAVE / columns));
    }

    /** Blocks down the rows of a map: two waves, because what a thread has of its channels is found once. */
    int blocks() {
        return Math.min(Math.ceilDiv(rows, group * MAPPED), Math.max(1, 2 * WAVE / columns));
    }

    /** Bytes of {@code sums} numbers for each channel of each part. */
    long room(int sums) {
        return (long) sums * parts() * columns * lanes * width * Float.BYTES;
    }
}
