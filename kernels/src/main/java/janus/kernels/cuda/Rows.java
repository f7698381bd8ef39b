package janus.kernels.cuda;

import janus.kernels.Role;

/**
 * Rows of {@code c} channels that lie {@code stride} apart, and how a grid covers them: {@code lanes} threads side by
 * side in a row, each with {@code width} channels, {@code group} rows in a block, {@code columns} blocks across; a
 * thread has {@code least} rows before they are spread over more blocks, {@code resident} of which a multiprocessor has
 * at once. Depends on sizes alone, so that every GPU adds up in the same order.
 */
record Rows(int rows, int c, int stride, int lanes, int group, int columns, int width, int least, int resident) {
    /** Of an H100 or H200. */
    static final int MULTIPROCESSORS = 132;
    /** Channels of a thread where rows are vectors. */
    private static final int WIDTH = 4;
    /** So many it loads at once. */
    private static final int LEAST = 8;

    private static final int RESIDENT = 4;
    /** Blocks of a map for each multiprocessor: whole waves of three and of four. */
    private static final int MAPPED = 12;

    private static final int WARP = 32;

    static Rows of(Layout layout, Role role, int n, int c, int hw) {
        boolean plain = role == Role.PLAIN;
        int stride = plain ? c : layout.padded(c);
        int width = plain ? 1 : WIDTH;
        int vectors = stride / width;
        int most = plain ? WARP : WARP / 2;
        int lanes = Math.min(most, vectors == 1 ? 1 : 2 * Integer.highestOneBit(vectors - 1));
        int columns = Math.ceilDiv(vectors, lanes);
        return new Rows(n * hw, c, stride, lanes, Launch.THREADS / lanes, columns, width, LEAST, RESIDENT);
    }

    /** The same channels of {@code items}, each as much work as many rows. */
    Rows with(int items, int resident) {
        return new Rows(items, c, stride, lanes, group, columns, width, 1, resident);
    }

    /** Blocks down the rows of a sum: each leaves a part. One wave at most: the sum waits for the last of them. */
    int parts() {
        return Math.min(Math.ceilDiv(rows, group * least), Math.max(1, resident * MULTIPROCESSORS / columns));
    }

    /** Blocks down the rows of a map. */
    int blocks() {
        int most = Math.max(1, MAPPED * MULTIPROCESSORS / columns);
        return Math.min(Math.ceilDiv(rows, group * Math.ceilDiv(least, 2)), most);
    }

    /** Bytes of {@code sums} numbers for each channel of each part. */
    long room(int sums) {
        return (long) sums * parts() * columns * lanes * width * Float.BYTES;
    }
}
