package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/**
 * The 3×3 filter of a convolution; or {@code turned} round, its input and output channels exchanged, as backward data
 * needs it. {@code z} is the size it was made for; {@code kept}: what is transformed stays with w until it is written.
 */
record WinogradFilter(ConvolutionSize z, CpuBuffer w, boolean turned, boolean kept) {
    private static final int SIZE = Layout.BLOCK * Layout.FILTER_BLOCK;

    /** Transforms the filter of output channels from 32·k on and input channels from 16·c on. */
    void transform(WinogradPlan plan, WinogradRoom room, int k, int c, float[] u, int to) {
        float[] from = turned ? room.turned : w.array();
        int at = turned ? 8 * SIZE : w.offset() + (k * plan.inputs + c) * 9 * SIZE;
        if (turned) {
            transpose(room, k, c);
        }
        for (int i = 0; i < SIZE; i += Layout.BLOCK) {
            plan.maps.filterTile(from, at + i, turned ? -SIZE : SIZE, u, to + i, plan.filterApart, room.t);
        }
    }

    private void transpose(WinogradRoom room, int k, int c) {
        if (c % 2 == 0) { // and c + 1, beside it
            TransposedFilter.readAhead(z, 9, w, 2 * k, c, room.ahead);
            TransposedFilter.readAhead(z, 9, w, 2 * k + 1, c, room.ahead);
        }
        for (int tap = 0; tap < 9; tap++) {
            TransposedFilter.block(z, 9, w, 2 * k, c, tap, room.turned, tap * SIZE);
            TransposedFilter.block(z, 9, w, 2 * k + 1, c, tap, room.turned, tap * SIZE + Layout.BLOCK);
        }
    }
}
