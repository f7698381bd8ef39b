package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gradient of a 3×3 filter of stride 1, the exact adjoint of {@link Winograd minimal filtering}: dw = Gᵀ[Σ (Bᵀ x B) ⊙
 * (A dy Aᵀ)]G, the sum over tiles. Each thread takes points and output channels of it, so each number is one sum over
 * the tiles in their order.
 */
final class WinogradGradient {
    /** Floats of transformed maps: 4 MiB, which most processors keep in their last cache. */
    private static final int BUDGET = 1 << 20;
    /** Tiles a register tile adds up: a vector of dy for each stays in the first cache. */
    private static final int STRIP = 128;
    /** Tiles that a thread transforms at a time. */
    private static final int SHARE = 16;

    private static final int LANES = Lanes.COUNT;

    private final Workers workers;
    private final WinogradRoom[] rooms;
    private final Map<ConvolutionSize, WinogradPlan> plans = new HashMap<>();
    private float[] inputs = {};
    private float[] gradients = {};
    private float[] sums = {};
    /** Pairs of a tile's place in both. */
    private int[] places = {};

    WinogradGradient(Workers workers) {
        this.workers = workers;
        rooms = WinogradRoom.each(workers);
    }

    void run(Winograd maps, ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        WinogradPlan plan = plans.computeIfAbsent(z, size -> new WinogradPlan(size, maps, together(size, maps), false));
        int blocks = Layout.blocks(z.k());
        inputs = WinogradRoom.atLeast(inputs, maps.points() * plan.apart(plan.inputs));
        gradients = WinogradRoom.atLeast(gradients, maps.points() * plan.apart(blocks));
        sums = WinogradRoom.atLeast(sums, plan.filterLength());
        if (places.length < 2 * plan.together) {
            places = new int[2 * plan.together];
            Arrays.setAll(places, i -> i / 2 * Layout.BLOCK);
        }
        for (int unit = 0; unit < plan.units(); unit++) {
            WinogradTiles.Range range = plan.range(unit);
            boolean starts = unit == 0;
            WinogradRoom.run(workers, rooms, range.shares(SHARE), (room, share) -> {
                WinogradTiles.inputs(plan, room, range.share(share, SHARE), x, inputs);
                WinogradTiles.gradients(plan, room, range.share(share, SHARE), dy, gradients);
            });
            WinogradRoom.run(workers, rooms, maps.points() * plan.outputs, (room, part) -> {
                int point = part / plan.outputs;
                int k = part % plan.outputs;
                for (int c = 0; starts && c < plan.inputs; c++) {
                    Arrays.fill(sums, plan.filter(point, k, c), plan.filter(point, k, c) + WinogradPlan.BLOCK, 0);
                }
                add(plan, room.gradient, point, k, range.count());
            });
        }
        WinogradRoom.run(workers, rooms, plan.outputs * plan.inputs, (room, block) -> finish(plan, room, block, dw));
    }

    private static int together(ConvolutionSize z, Winograd maps) {
        int channels = (Layout.blocks(z.c()) + Layout.blocks(z.k())) * Layout.BLOCK;
        return Math.max(1, BUDGET / (maps.points() * channels) / STRIP) * STRIP;
    }

    /** Adds {@code count} tiles to the sums of a point and of 32 output channels from 32·k on. */
    private void add(WinogradPlan plan, GradientSweep sweep, int point, int k, int count) {
        int blocks = Layout.blocks(plan.z.k());
        int plane = plan.together * Layout.BLOCK;
        int x = point * plan.apart(plan.inputs);
        int dy = point * plan.apart(blocks) + 2 * k * plane;
        int end = Math.min(Layout.FILTER_BLOCK, blocks * Layout.BLOCK - k * Layout.FILTER_BLOCK);
        sweep.x = inputs;
        sweep.dy = gradients;
        sweep.sums = sums;
        sweep.pixels = places;
        for (int strip = 0; strip < count; strip += STRIP) {
            sweep.from = 2 * strip;
            sweep.to = 2 * Math.min(strip + STRIP, count);
            for (int o = 0; o < end; o += 2 * LANES) {
                int o1 = o + LANES < end ? o + LANES : o;
                int y0 = dy + o / Layout.BLOCK * plane + o % Layout.BLOCK;
                int y1 = dy + o1 / Layout.BLOCK * plane + o1 % Layout.BLOCK;
                for (int c = 0; c < plan.inputs; c++) {
                    int to = plan.filter(point, k, c);
                    sweep.tiles(Math.min(Layout.BLOCK, plan.z.c()), x + c * plane, y0, y1, to + o, to + o1);
                }
            }
        }
    }

    private void finish(WinogradPlan plan, WinogradRoom room, int block, CpuBuffer dw) {
        int size = WinogradPlan.BLOCK;
        for (int i = 0; i < size; i += Layout.BLOCK) {
            int to = dw.offset() + block * 9 * size + i;
            plan.maps.filterAdjoint(sums, plan.filter(0, 0, block) + i, plan.filterApart, dw.array(), to, size, room.t);
        }
    }
}
