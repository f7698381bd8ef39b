package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.HashMap;
import java.util.Map;

/**
 * 3×3 convolutions of stride 1 by {@link Winograd minimal filtering}. Tiles are transformed, multiplied and transformed
 * back in a core's cache. Each product is one sum over the channels in their order, so no cut changes a bit.
 */
final class WinogradConvolution {
    private static final int LANES = Lanes.COUNT;
    /** Tiles whose transforms fit a core's cache; whole register tiles. */
    private static final int TOGETHER = LANES == Layout.BLOCK ? 32 : 30;

    private final Workers workers;
    private final WinogradRoom[] rooms;
    private final Map<ConvolutionSize, WinogradPlan> plans = new HashMap<>();
    private float[] filter = {};

    WinogradConvolution(Workers workers) {
        this.workers = workers;
        rooms = WinogradRoom.each(workers);
    }

    void forward(Winograd maps, ConvolutionSize z, CpuBuffer x, CpuBuffer w, CpuBuffer y) {
        WinogradPlan plan = plans.computeIfAbsent(z, size -> new WinogradPlan(size, maps, TOGETHER));
        transform(plan, w.array(), w.offset(), false);
        run(plan, x, false, y);
    }

    /** dx is dy convolved with the filter turned round, its input and output channels exchanged. */
    void backwardData(Winograd maps, ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        ConvolutionSize turned = new ConvolutionSize(z.n(), z.k(), z.p(), z.q(), z.c(), 3, 3, 1, 2 - z.pad());
        WinogradPlan plan = plans.computeIfAbsent(turned, size -> new WinogradPlan(size, maps, TOGETHER));
        transform(plan, TransposedFilter.of(z, w, workers), 0, true);
        run(plan, dy, adds, dx);
    }

    /** Transforms a filter [k/32][c/16][9][16][32]. */
    private void transform(WinogradPlan plan, float[] w, int at, boolean turned) {
        filter = WinogradRoom.atLeast(filter, plan.filterLength());
        int size = WinogradPlan.BLOCK;
        WinogradRoom.run(workers, rooms, plan.outputs * plan.inputs, (room, block) -> {
            int from = at + block * 9 * size + (turned ? 8 * size : 0);
            for (int i = 0; i < size; i += Layout.BLOCK) {
                int to = block * size + i;
                plan.maps.filter(w, from + i, turned ? -size : size, filter, to, plan.filterApart, room.t);
            }
        });
    }

    private void run(WinogradPlan plan, CpuBuffer x, boolean adds, CpuBuffer y) {
        WinogradRoom.run(workers, rooms, plan.units(), (room, unit) -> {
            room.reserve(plan);
            int first = unit * plan.together;
            int count = plan.count(unit);
            WinogradTiles.inputs(plan, room, x, first, count, room.inputs, 0);
            for (int k = 0; k < plan.outputs; k++) {
                multiply(plan, room.sweep, k, count);
                WinogradTiles.outputs(plan, room, k, first, count, adds, y);
            }
        });
    }

    /** Multiplies {@code count} tiles with the filters of the 32 output channels from 32·k on. */
    private void multiply(WinogradPlan plan, Sweep sweep, int k, int count) {
        sweep.w = filter;
        for (int point = 0; point < plan.maps.points(); point++) {
            sweep.offsets = plan.offsets[point];
            int w = point * plan.filterApart + k * plan.inputs * WinogradPlan.BLOCK;
            int y = point * plan.apart(2);
            for (int o = 0; o < Layout.FILTER_BLOCK; o += 2 * LANES) {
                DirectConvolution.sweep(sweep, w + o, count, y + channel(plan, o), y + channel(plan, o + LANES));
            }
        }
    }

    private static int channel(WinogradPlan plan, int o) {
        return o / Layout.BLOCK * plan.together * Layout.BLOCK + o % Layout.BLOCK;
    }
}
