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
    /** Tiles that a thread transforms at a time where all transform together. */
    private static final int SHARE = 16;

    private final Workers workers;
    private final WinogradRoom[] rooms;
    private final Map<ConvolutionSize, WinogradPlan> plans = new HashMap<>();
    private float[] filter = {};
    private float[] inputs = {};
    private float[] products = {};

    WinogradConvolution(Workers workers) {
        this.workers = workers;
        rooms = WinogradRoom.each(workers);
    }

    void forward(Winograd maps, ConvolutionSize z, CpuBuffer x, CpuBuffer w, CpuBuffer y) {
        WinogradPlan plan = plans.computeIfAbsent(z, size -> WinogradPlan.forward(size, maps));
        transform(plan, w.array(), w.offset(), false);
        run(plan, x, false, y);
    }

    /** dx is dy convolved with the filter turned round, its input and output channels exchanged. */
    void backwardData(Winograd maps, ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        ConvolutionSize turned = new ConvolutionSize(z.n(), z.k(), z.p(), z.q(), z.c(), 3, 3, 1, 2 - z.pad());
        WinogradPlan plan = plans.computeIfAbsent(turned, size -> WinogradPlan.forward(size, maps));
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
                int to = plan.filter(0, 0, block) + i;
                plan.maps.filter(w, from + i, turned ? -size : size, filter, to, plan.filterApart, room.t);
            }
        });
    }

    private void run(WinogradPlan plan, CpuBuffer x, boolean adds, CpuBuffer y) {
        if (plan.split) {
            split(plan, x, adds, y);
            return;
        }
        WinogradRoom.run(workers, rooms, plan.units(), (room, unit) -> {
            WinogradTiles.Range range = plan.range(unit);
            room.reserve(plan);
            room.aim(plan, room.inputs, room.products);
            WinogradTiles.inputs(plan, room, range, x, room.inputs);
            for (int k = 0; k < plan.outputs; k++) {
                for (int point = 0; point < plan.maps.points(); point++) {
                    multiply(plan, room.sweep, point, k, range.count(), 0);
                }
                WinogradTiles.outputs(plan, room, range, room.products, 0, k, adds, y);
            }
        });
    }

    /** All threads transform, all multiply, all transform back. */
    private void split(WinogradPlan plan, CpuBuffer x, boolean adds, CpuBuffer y) {
        inputs = WinogradRoom.atLeast(inputs, plan.maps.points() * plan.apart(plan.inputs));
        products = WinogradRoom.atLeast(products, 2 * plan.outputs * plan.together * plan.productApart);
        WinogradTiles.Range all = plan.range(0);
        int shares = all.shares(SHARE);
        WinogradRoom.run(
                workers,
                rooms,
                shares,
                (room, share) -> WinogradTiles.inputs(plan, room, all.share(share, SHARE), x, inputs));
        WinogradRoom.run(workers, rooms, plan.maps.points(), (room, point) -> {
            room.aim(plan, inputs, products);
            for (int k = 0; k < plan.outputs; k++) {
                multiply(plan, room.sweep, point, k, plan.tiles, k * 2 * plan.together * plan.productApart);
            }
        });
        WinogradRoom.run(workers, rooms, plan.outputs * shares, (room, part) -> {
            int k = part / shares;
            int from = k * 2 * plan.together * plan.productApart;
            WinogradTiles.outputs(plan, room, all.share(part % shares, SHARE), products, from, k, adds, y);
        });
    }

    /** Multiplies {@code count} tiles at a point with the filters of the 32 output channels from 32·k on. */
    private void multiply(WinogradPlan plan, Sweep sweep, int point, int k, int count, int y) {
        sweep.w = filter;
        sweep.offsets = plan.offsets[point];
        int start = y + point * Layout.BLOCK;
        int w = plan.filter(point, k, 0);
        for (int o = 0; o < Layout.FILTER_BLOCK; o += 2 * LANES) {
            DirectConvolution.sweep(sweep, w + o, count, start + channel(plan, o), start + channel(plan, o + LANES));
        }
    }

    private static int channel(WinogradPlan plan, int o) {
        return o / Layout.BLOCK * plan.together * plan.productApart + o % Layout.BLOCK;
    }
}
