package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** Transforms tiles of maps, and products back. */
final class WinogradTiles {
    private static final int BLOCK = Layout.BLOCK;

    private WinogradTiles() {}

    /** Tiles from {@code first} on, which have the places from {@code place} on among those transformed together. */
    record Range(int first, int count, int place) {
        int end() {
            return first + count;
        }

        /** Shares of at most {@code size} tiles. */
        int shares(int size) {
            return Math.ceilDiv(count, size);
        }

        Range share(int index, int size) {
            int start = index * size;
            return new Range(first + start, Math.min(size, count - start), place + start);
        }
    }

    /** Transforms tiles of x to their places in {@code v}. */
    static void inputs(WinogradPlan plan, WinogradRoom room, Range range, CpuBuffer x, float[] v) {
        for (int block = 0; block < plan.inputs; block++) {
            inputs(plan, room, range, block, x, v);
        }
    }

    /** Transforms tiles of a channel block of x. */
    static void inputs(WinogradPlan plan, WinogradRoom room, Range range, int block, CpuBuffer x, float[] v) {
        ConvolutionSize z = plan.z;
        Winograd maps = plan.maps;
        int apart = plan.apart(plan.inputs);
        for (int tile = range.first; tile < range.end(); tile++) {
            plan.tiling.locate(tile, room.tile);
            WinogradTile kind = maps.kind(room.tile.tall, room.tile.wide);
            int plane = plane(x, room.tile, plan.inputs, block, z.h() * z.w());
            int top = room.tile.top - z.pad();
            int left = room.tile.left - z.pad();
            int to = block * plan.blockRow + (range.place + tile - range.first) * plan.tileRow;
            if (Patch.inside(top, left, maps.side, z.h(), z.w())) {
                int at = plane + (top * z.w() + left) * BLOCK;
                kind.input(x.array(), at, z.w() * BLOCK, v, to, apart, room.t);
            } else {
                Patch.read(x.array(), plane, z.h(), z.w(), top, left, maps.side, room.patch);
                kind.input(room.patch, 0, maps.side * BLOCK, v, to, apart, room.t);
            }
        }
    }

    /** As {@link #inputs}, of dy. */
    static void gradients(WinogradPlan plan, WinogradRoom room, Range range, CpuBuffer dy, float[] v) {
        for (int block = 0; block < Layout.blocks(plan.z.k()); block++) {
            gradients(plan, room, range, block, dy, v);
        }
    }

    /** Transforms tiles of a channel block of dy. */
    static void gradients(WinogradPlan plan, WinogradRoom room, Range range, int block, CpuBuffer dy, float[] v) {
        ConvolutionSize z = plan.z;
        Winograd maps = plan.maps;
        int blocks = Layout.blocks(z.k());
        int apart = plan.apart(blocks);
        for (int tile = range.first; tile < range.end(); tile++) {
            plan.tiling.locate(tile, room.tile);
            WinogradTile kind = maps.kind(room.tile.tall, room.tile.wide);
            int plane = plane(dy, room.tile, blocks, block, z.p() * z.q());
            int top = room.tile.top;
            int left = room.tile.left;
            int to = block * plan.blockRow + (range.place + tile - range.first) * plan.tileRow;
            if (Patch.inside(top, left, maps.m, z.p(), z.q())) {
                int at = plane + (top * z.q() + left) * BLOCK;
                kind.outputAdjoint(dy.array(), at, z.q() * BLOCK, v, to, apart, room.t);
            } else {
                Patch.read(dy.array(), plane, z.p(), z.q(), top, left, maps.m, room.patch);
                kind.outputAdjoint(room.patch, 0, maps.m * BLOCK, v, to, apart, room.t);
            }
        }
    }

    /** Transforms a room's products of 32 output channels to channel blocks 2k and 2k + 1 of y, and finishes them. */
    static void outputs(WinogradPlan plan, WinogradRoom room, Range range, int k, Finish finish, CpuBuffer y) {
        ConvolutionSize z = plan.z;
        Winograd maps = plan.maps;
        int blocks = Layout.blocks(z.k());
        for (int block = 2 * k; block < Math.min(2 * k + 2, blocks); block++) {
            for (int tile = range.first; tile < range.end(); tile++) {
                plan.tiling.locate(tile, room.tile);
                WinogradTile kind = maps.kind(room.tile.tall, room.tile.wide);
                int plane = plane(y, room.tile, blocks, block, z.p() * z.q());
                int top = room.tile.top;
                int left = room.tile.left;
                int at = (range.place + tile - range.first) * Layout.FILTER_BLOCK + (block - 2 * k) * BLOCK;
                int channel = block * BLOCK;
                int down = Math.min(room.tile.tall ? maps.m : maps.m - 1, z.p() - top);
                int across = Math.min(room.tile.wide ? maps.m : maps.m - 1, z.q() - left);
                if (plan.tiling.isWhole(room.tile, down, across)) {
                    int to = plane + (top * z.q() + left) * BLOCK;
                    kind.output(
                            room.products,
                            at,
                            plan.productApart,
                            finish,
                            channel,
                            y.array(),
                            to,
                            z.q() * BLOCK,
                            room.t);
                } else {
                    kind.output(
                            room.products,
                            at,
                            plan.productApart,
                            Finish.NONE,
                            channel,
                            room.patch,
                            0,
                            maps.m * BLOCK,
                            room.t);
                    int to = plane + (top * z.q() + left) * BLOCK;
                    Patch.write(room.patch, maps.m, down, across, finish, channel, y.array(), to, z.q());
                }
            }
        }
    }

    private static int plane(CpuBuffer map, WinogradTiling.Tile tile, int blocks, int block, int pixels) {
        return map.offset() + (tile.n * blocks + block) * pixels * BLOCK;
    }
}
