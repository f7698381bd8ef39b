package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gradient of a 3×3 filter, the exact adjoint of {@link Winograd minimal filtering}: dw = Gᵀ[Σ (Bᵀ x B) ⊙
 * (A dy Aᵀ)]G, the sum over tiles. Slots divide that sum in a number that the size decides, so no cut changes a bit.
 */
final class WinogradGradient {
    /** Slots: enough to keep many threads evenly busy, */
    private static final int SLOTS = 16;
    /** and few enough that clearing their sums, in floats, takes little time. */
    private static final int CLEARED = 5 << 20;

    private static final int LANES = Lanes.COUNT;

    private final Workers workers;
    private final WinogradRoom[] rooms;
    private final Map<Winograd, Map<WinogradSize, WinogradPlan>> plans = new HashMap<>();
    private float[] inputs = {};
    private float[] gradients = {};
    /** Sums of all channels, where tiles are transformed more than once. */
    private float[] sums = {};
    /** What all slots but the first add up to. */
    private float[] slots = {};

    WinogradGradient(Workers workers) {
        this.workers = workers;
        rooms = workers.rooms(WinogradRoom[]::new, WinogradRoom::new);
    }

    void run(Winograd maps, ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        WinogradPlan plan = plans.computeIfAbsent(maps, _ -> new HashMap<>())
                .computeIfAbsent(WinogradSize.forward(z), size -> WinogradPlan.gradient(size, maps));
        if (plan.byChannels) {
            byChannels(plan, x, dy, dw);
        } else {
            byTiles(plan, x, dy, dw);
        }
    }

    /** Each thread takes slots, and adds up their tiles for all channels. */
    private void byTiles(WinogradPlan plan, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        int count = Math.clamp(CLEARED / plan.filterLength(), 1, Math.min(SLOTS, plan.units()));
        slots = Kept.atLeast(slots, (count - 1) * dw.length());
        workers.run(rooms, count, (room, slot) -> {
            slot(plan, room, plan.tiles * slot / count, plan.tiles * (slot + 1) / count, x, dy);
            boolean first = slot == 0;
            int start = first ? dw.offset() : Layout.FIRST + (slot - 1) * dw.length();
            for (int k = 0; k < plan.outputs; k++) {
                int sums = plan.filter(0, k, 0);
                finish(plan, room, k, 0, plan.inputs, sums, plan.filterApart, first ? dw.array() : slots, start);
            }
        });
        FilterGradient.addSlots(workers, slots, Layout.FIRST, count - 1, dw.length(), dw.array(), dw.offset());
    }

    private void slot(WinogradPlan plan, WinogradRoom room, int first, int end, CpuBuffer x, CpuBuffer dy) {
        room.inputs = Kept.atLeast(room.inputs, plan.maps.points() * plan.apart(plan.inputs));
        int blocks = plan.z.out().blocks();
        room.gradients = Kept.atLeast(room.gradients, plan.maps.points() * plan.apart(blocks));
        room.filter = Kept.atLeast(room.filter, plan.filterLength());
        aim(room, room.inputs, room.gradients, room.filter);
        for (int tile = first; tile < end; tile += plan.together) {
            WinogradTiles.Range range = new WinogradTiles.Range(tile, Math.min(plan.together, end - tile), 0);
            for (int block = 0; block < plan.inputs; block++) {
                WinogradTiles.inputs(plan, room, range, block, x, room.inputs);
            }
            for (int block = 0; block < blocks; block++) {
                WinogradTiles.gradients(plan, room, range, block, dy, room.gradients);
            }
            for (int point = 0; point < plan.maps.points(); point++) {
                for (int k = 0; k < plan.outputs; k++) {
                    int sums = plan.filter(point, k, 0);
                    sum(plan, room.gradient, point, k, 0, plan.inputs, range, sums, tile > first);
                }
            }
        }
    }

    /** All threads transform tiles; then each takes 32 output channels and a group of input channels. */
    private void byChannels(WinogradPlan plan, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        inputs = Kept.atLeast(inputs, plan.maps.points() * plan.apart(plan.inputs));
        gradients = Kept.atLeast(
                gradients, plan.maps.points() * plan.apart(plan.z.out().blocks()));
        sums = Kept.atLeast(sums, plan.units() > 1 ? plan.filterLength() : 0);
        for (int i = 0; i < plan.units(); i++) {
            int unit = i;
            WinogradTiles.Range range = plan.range(unit);
            int blocks = plan.z.out().blocks();
            // by blocks, in the order of the tasks below: a thread reads of x what it has in its own cache
            workers.run(
                    rooms, blocks, (room, block) -> WinogradTiles.gradients(plan, room, range, block, dy, gradients));
            workers.run(rooms, plan.inputs, (room, block) -> WinogradTiles.inputs(plan, room, range, block, x, inputs));
            workers.run(
                    rooms,
                    plan.groups() * plan.outputs,
                    (room, task) ->
                            channels(plan, room, unit, task % plan.outputs, task / plan.outputs * plan.group, dw));
        }
    }

    /** Adds a unit's tiles to the sums of a task's channels, which nobody else needs where there is but one unit. */
    private void channels(WinogradPlan plan, WinogradRoom room, int unit, int k, int from, CpuBuffer dw) {
        boolean alone = plan.units() == 1;
        int to = Math.min(from + plan.group, plan.inputs);
        int apart = alone ? plan.groupApart() : plan.filterApart;
        int start = alone ? Layout.FIRST : plan.filter(0, k, from);
        room.filter = Kept.atLeast(room.filter, alone ? plan.maps.filters() * apart : 0);
        aim(room, inputs, gradients, alone ? room.filter : sums);
        for (int point = 0; point < plan.maps.points(); point++) {
            int at = start + plan.maps.filter(point) * apart;
            sum(plan, room.gradient, point, k, from, to, plan.range(unit), at, unit > 0);
        }
        if (unit == plan.units() - 1) {
            finish(plan, room, k, from, to, start, apart, dw.array(), dw.offset());
        }
    }

    private void aim(WinogradRoom room, float[] x, float[] dy, float[] sums) {
        room.gradient.x = x;
        room.gradient.y = dy;
        room.gradient.sums = sums;
    }

    /**
     * Sums tiles that have a point, for 32 output channels, from 32·k on, and channel blocks of x; {@code begun}: adds them
     * to those of tiles before.
     */
    private static void sum(
            WinogradPlan plan,
            OuterProducts outer,
            int point,
            int k,
            int from,
            int to,
            WinogradTiles.Range range,
            int sums,
            boolean begun) {
        WinogradTiles.Range some = plan.having(point, range);
        int blocks = plan.z.out().blocks();
        int x = Layout.FIRST + point * plan.apart(plan.inputs);
        int dy = Layout.FIRST + point * plan.apart(blocks) + 2 * k * plan.blockRow;
        int end = Math.min(Layout.FILTER_BLOCK, blocks * Layout.BLOCK - k * Layout.FILTER_BLOCK);
        boolean adds = begun || !plan.maps.isFirst(point);
        if (!adds && (some.count() == 0 || end < Layout.FILTER_BLOCK)) {
            Arrays.fill(outer.sums, sums, sums + (to - from) * WinogradPlan.BLOCK, 0);
        }
        for (int strip = 0; strip < some.count(); strip += WinogradPlan.STRIP) {
            outer.adds = adds || strip > 0;
            outer.count = Math.min(WinogradPlan.STRIP, some.count() - strip);
            int start = (some.place() + strip) * Layout.BLOCK;
            for (int o = 0; o < end; o += 2 * LANES) {
                int o1 = o + LANES < end ? o + LANES : o;
                int y0 = start + dy + o / Layout.BLOCK * plan.blockRow + o % Layout.BLOCK;
                int y1 = start + dy + o1 / Layout.BLOCK * plan.blockRow + o1 % Layout.BLOCK;
                for (int c = from; c < to; c++) {
                    int sum = sums + (c - from) * WinogradPlan.BLOCK;
                    outer.run(start + x + c * plan.blockRow, y0, y1, sum + o, sum + o1);
                }
            }
        }
    }

    /** Transforms sums, {@code apart} from point to point, to the filter of 32 output channels and some blocks of x. */
    private static void finish(
            WinogradPlan plan, WinogradRoom room, int k, int from, int to, int sums, int apart, float[] dw, int start) {
        int size = WinogradPlan.BLOCK;
        for (int c = from; c < to; c++) {
            for (int i = 0; i < size; i += Layout.BLOCK) {
                int filter = start + (k * plan.inputs + c) * 9 * size + i;
                int at = sums + (c - from) * size + i;
                plan.maps.filterAdjointTile(room.gradient.sums, at, apart, dw, filter, size, room.t);
            }
        }
    }
}
