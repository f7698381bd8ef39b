package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 3×3 convolutions by {@link Winograd minimal filtering}. What is transformed is multiplied and transformed
 * back in a core's cache. Each product is one sum over the channels in their order, so no cut changes a bit.
 */
final class WinogradConvolution {
    /** Tiles that a thread transforms at a time, at most, where all threads read them. */
    private static final int SHARE = 16;

    private final Workers workers;
    private final WinogradRoom[] rooms;
    private final Map<Winograd, Map<WinogradSize, WinogradPlan>> plans = new HashMap<>();
    private final Map<ConvolutionSize, Optional<WinogradBlock>> blocks = new HashMap<>();
    private float[] filters = {};
    private float[] inputs = {};

    WinogradConvolution(Workers workers) {
        this.workers = workers;
        rooms = workers.rooms(WinogradRoom[]::new, WinogradRoom::new);
    }

    /** y, {@code finish}ed; {@code kept}: the transformed filter stays with w until it is written. */
    void forward(Winograd maps, ConvolutionSize z, CpuBuffer x, CpuBuffer w, boolean kept, Finish finish, CpuBuffer y) {
        run(plan(maps, WinogradSize.forward(z)), new WinogradFilter(z, w, false, kept), x, finish, y);
    }

    /** dx is dy convolved with the filter turned round, its input and output channels exchanged. */
    void backwardData(Winograd maps, ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        WinogradPlan plan = plan(maps.data(), WinogradSize.backwardData(z));
        run(plan, new WinogradFilter(z, w, true, false), dy, Finish.of(adds, dx), dx);
    }

    /** Two convolutions of stride 1 and size z, by an algorithm that was chosen; null if they had better run one by one. */
    @Nullable
    WinogradBlock block(Algorithm algorithm, ConvolutionSize z) {
        return algorithm.maps == null || z.stride() > 1
                ? null
                : blocks.computeIfAbsent(z, size -> WinogradBlock.of(workers, this, rooms, algorithm.maps, size))
                        .orElse(null);
    }

    private WinogradPlan plan(Winograd maps, WinogradSize z) {
        return plans.computeIfAbsent(maps, _ -> new HashMap<>())
                .computeIfAbsent(z, size -> WinogradPlan.forward(size, maps, rooms.length));
    }

    private void run(WinogradPlan plan, WinogradFilter w, CpuBuffer x, Finish finish, CpuBuffer y) {
        if (plan.byChannels) {
            byChannels(plan, w, x, finish, y);
        } else {
            byTiles(plan, w, x, finish, y);
        }
    }

    /** All filters are transformed; then each thread takes tiles. */
    private void byTiles(WinogradPlan plan, WinogradFilter w, CpuBuffer x, Finish finish, CpuBuffer y) {
        float[] u = filters(plan, w);
        workers.run(rooms, plan.units(), (room, unit) -> room.convolve(plan, unit, x, u, finish, y));
    }

    /** All tiles are transformed; then each thread takes output channels. */
    private void byChannels(WinogradPlan plan, WinogradFilter w, CpuBuffer x, Finish finish, CpuBuffer y) {
        inputs = Kept.atLeast(inputs, plan.maps.points() * plan.apart(plan.inputs));
        WinogradTiles.Range all = plan.range(0);
        int size = Math.min(SHARE, Math.ceilDiv(all.count(), rooms.length));
        workers.run(
                rooms,
                all.shares(size),
                (room, share) -> WinogradTiles.inputs(plan, room, all.share(share, size), x, inputs));
        float @Nullable [] u = w.kept() ? filters(plan, w) : null;
        workers.run(rooms, plan.outputs, (room, k) -> {
            room.reserve(plan);
            if (u == null) {
                for (int c = 0; c < plan.inputs; c++) {
                    w.transform(plan, room, k, c, room.filter, Layout.FIRST + c * WinogradPlan.BLOCK);
                }
                room.multiply(plan, inputs, room.filter, Layout.FIRST, all);
            } else {
                room.multiply(plan, inputs, u, plan.filter(0, k, 0), all);
            }
            WinogradTiles.outputs(plan, room, all, k, finish, y);
        });
    }

    /** The filters of all channels, transformed: now, or when a kept one was last written. */
    float[] filters(WinogradPlan plan, WinogradFilter w) {
        if (!w.kept()) {
            filters = Kept.atLeast(filters, plan.filterLength());
            transform(plan, w, filters);
            return filters;
        }
        return w.w().derived(plan.maps, plan.filterLength(), u -> transform(plan, w, u));
    }

    private void transform(WinogradPlan plan, WinogradFilter w, float[] u) {
        workers.run(rooms, plan.outputs * plan.inputs, (room, block) -> {
            int k = block / plan.inputs;
            int c = block % plan.inputs;
            w.transform(plan, room, k, c, u, plan.filter(0, k, c));
        });
    }
}
