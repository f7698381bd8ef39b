package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.HashMap;
import java.util.Map;

/**
 * 3×3 convolutions of stride 1 by {@link Winograd minimal filtering}. What is transformed is multiplied and transformed
 * back in a core's cache. Each product is one sum over the channels in their order, so no cut changes a bit.
 */
final class WinogradConvolution {
    /** Tiles that a thread transforms at a time where all threads read them. */
    private static final int SHARE = 16;

    private final Workers workers;
    private final WinogradRoom[] rooms;
    private final Map<ConvolutionSize, WinogradPlan> plans = new HashMap<>();
    private float[] filters = {};
    private float[] inputs = {};

    WinogradConvolution(Workers workers) {
        this.workers = workers;
        rooms = WinogradRoom.each(workers);
    }

    void forward(Winograd maps, ConvolutionSize z, CpuBuffer x, CpuBuffer w, CpuBuffer y) {
        WinogradPlan plan = plans.computeIfAbsent(z, size -> WinogradPlan.forward(size, maps));
        run(plan, new WinogradFilter(z, w, false), x, false, y);
    }

    /** dx is dy convolved with the filter turned round, its input and output channels exchanged. */
    void backwardData(Winograd maps, ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        ConvolutionSize turned = new ConvolutionSize(z.n(), z.k(), z.p(), z.q(), z.c(), 3, 3, 1, 2 - z.pad());
        WinogradPlan plan = plans.computeIfAbsent(turned, size -> WinogradPlan.forward(size, maps));
        run(plan, new WinogradFilter(z, w, true), dy, adds, dx);
    }

    private void run(WinogradPlan plan, WinogradFilter w, CpuBuffer x, boolean adds, CpuBuffer y) {
        if (plan.byChannels) {
            byChannels(plan, w, x, adds, y);
        } else {
            byTiles(plan, w, x, adds, y);
        }
    }

    /** All filters are transformed; then each thread takes tiles. */
    private void byTiles(WinogradPlan plan, WinogradFilter w, CpuBuffer x, boolean adds, CpuBuffer y) {
        filters = WinogradRoom.atLeast(filters, plan.filterLength());
        workers.run(rooms, plan.outputs * plan.inputs, (room, block) -> {
            int k = block / plan.inputs;
            int c = block % plan.inputs;
            w.transform(plan, room, k, c, filters, plan.filter(0, k, c));
        });
        workers.run(rooms, plan.units(), (room, unit) -> {
            WinogradTiles.Range range = plan.range(unit);
            room.reserve(plan);
            room.aim(plan, room.inputs, filters);
            WinogradTiles.inputs(plan, room, range, x, room.inputs);
            for (int k = 0; k < plan.outputs; k++) {
                multiply(plan, room.multiplication, k, range.count());
                WinogradTiles.outputs(plan, room, range, k, adds, y);
            }
        });
    }

    /** All tiles are transformed; then each thread takes output channels. */
    private void byChannels(WinogradPlan plan, WinogradFilter w, CpuBuffer x, boolean adds, CpuBuffer y) {
        inputs = WinogradRoom.atLeast(inputs, plan.maps.points() * plan.apart(plan.inputs));
        WinogradTiles.Range all = plan.range(0);
        workers.run(
                rooms,
                all.shares(SHARE),
                (room, share) -> WinogradTiles.inputs(plan, room, all.share(share, SHARE), x, inputs));
        workers.run(rooms, plan.outputs, (room, k) -> {
            room.reserve(plan);
            room.aim(plan, inputs, room.filter);
            for (int c = 0; c < plan.inputs; c++) {
                w.transform(plan, room, k, c, room.filter, plan.filter(0, 0, c));
            }
            multiply(plan, room.multiplication, 0, all.count());
            WinogradTiles.outputs(plan, room, all, k, adds, y);
        });
    }

    /** Multiplies {@code count} tiles with the filters of 32 output channels, at all points. */
    private static void multiply(WinogradPlan plan, Products products, int k, int count) {
        for (int point = 0; point < plan.maps.points(); point++) {
            products.run(count, point * plan.apart(plan.inputs), plan.filter(point, k, 0), point * plan.productApart);
        }
    }
}
