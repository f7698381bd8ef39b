package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Optional;

/**
 * Two convolutions by {@link Winograd minimal filtering}, image by image: the map between them stays in a core's cache.
 * Every sum is that of a {@link WinogradConvolution}.
 */
final class WinogradBlock {
    /** Tiles of an image that fill register tiles. */
    private static final int LEAST_TILES = 16;
    /** Part of the time, one in so many, that a thread may wait because images are whole. */
    private static final int WAITING = 16;

    private final Workers workers;
    private final WinogradConvolution convolution;
    private final WinogradRoom[] rooms;
    private final ConvolutionSize z;
    /** Of one image by one thread. */
    private final WinogradPlan plan;

    private WinogradBlock(
            Workers workers,
            WinogradConvolution convolution,
            WinogradRoom[] rooms,
            ConvolutionSize z,
            WinogradPlan plan) {
        this.workers = workers;
        this.convolution = convolution;
        this.rooms = rooms;
        this.z = z;
        this.plan = plan;
    }

    /** Empty if a thread has too much of a filter to read for an image, or too little else to do. */
    static Optional<WinogradBlock> of(
            Workers workers, WinogradConvolution convolution, WinogradRoom[] rooms, Winograd maps, ConvolutionSize z) {
        ConvolutionSize image = new ConvolutionSize(1, z.c(), z.h(), z.w(), z.k(), z.r(), z.s(), z.stride(), z.pad());
        WinogradSize size = WinogradSize.forward(image);
        WinogradPlan plan = WinogradPlan.forward(size, maps, 1);
        long slots = (long) Math.ceilDiv(z.n(), rooms.length) * rooms.length;
        boolean shared = z.n() >= rooms.length && (slots - z.n()) * WAITING <= z.n();
        boolean pays = WinogradPlan.small(size, maps) && plan.tiles >= LEAST_TILES && shared;
        return pays ? Optional.of(new WinogradBlock(workers, convolution, rooms, z, plan)) : Optional.empty();
    }

    /** y = max(b(max(a(x), 0)) + x, 0); {@code middle} is room for an image of each thread. */
    void run(CpuBuffer x, FoldedFilter a, FoldedFilter b, CpuBuffer middle, CpuBuffer y) {
        float[] first = convolution.filters(plan, new WinogradFilter(z, a.w, false, true));
        float[] second = convolution.filters(plan, new WinogradFilter(z, b.w, false, true));
        int floats = plan.z.in().blocks() * plan.z.in().plane();
        workers.each(z.n(), (thread, image) -> {
            CpuBuffer from = x.behind(image * floats);
            CpuBuffer between = middle.behind(thread * floats);
            CpuBuffer to = y.behind(image * floats);
            convolve(rooms[thread], from, first, Finish.of(a.shift, null, true, between), between);
            convolve(rooms[thread], between, second, Finish.of(b.shift, from, true, to), to);
        });
    }

    private void convolve(WinogradRoom room, CpuBuffer x, float[] u, Finish finish, CpuBuffer y) {
        for (int unit = 0; unit < plan.units(); unit++) {
            room.convolve(plan, unit, x, u, finish, y);
        }
    }
}
