package janus.kernels.cpu;

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

    /** Transforms tiles of x to their places in {@code v}: of each all channels, which lie side by side. */
    static void inputs(WinogradPlan plan, WinogradRoom room, Range range, CpuBuffer x, float[] v) {
        for (int tile = range.first; tile < range.end(); tile++) {
            plan.tiling.locate(tile, room.tile);
            for (int block = 0; block < plan.inputs; block++) {
                input(plan, room, block, x, v, range.place + tile - range.first);
            }
        }
    }

    /** Transforms tiles of a channel block of x. */
    static void inputs(WinogradPlan plan, WinogradRoom room, Range range, int block, CpuBuffer x, float[] v) {
        for (int tile = range.first; tile < range.end(); tile++) {
            plan.tiling.locate(tile, room.tile);
            input(plan, room, block, x, v, range.place + tile - range.first);
        }
    }

    /** Transforms a channel block of the tile that was located. */
    private static void input(WinogradPlan plan, WinogradRoom room, int block, CpuBuffer x, float[] v, int place) {
        Correlation.Map in = plan.z.in();
        Winograd maps = plan.maps;
        WinogradTile kind = maps.kind(room.tile.tall, room.tile.wide);
        int plane = plane(x, room.tile, in, block);
        int top = room.tile.top * maps.stride - plan.z.pad();
        int left = room.tile.left * maps.stride - plan.z.pad();
        int to = Layout.FIRST + block * plan.blockRow + place * plan.tileRow;
        int apart = plan.apart(plan.inputs);
        if (Patch.inside(top, left, maps.reach, in.height(), in.width())) {
            int at = plane + (top * in.width() + left) * BLOCK;
            kind.inputTile(x.array(), at, in.width() * BLOCK, v, to, apart, room.t);
        } else {
            Patch.read(x.array(), plane, in.height(), in.width(), top, left, maps.reach, room.patch);
            kind.inputTile(room.patch, Layout.FIRST, maps.reach * BLOCK, v, to, apart, room.t);
        }
    }

    /** As {@link #inputs}, of a channel block of dy. */
    static void gradients(WinogradPlan plan, WinogradRoom room, Range range, int block, CpuBuffer dy, float[] v) {
        Correlation.Map out = plan.z.out();
        Winograd maps = plan.maps;
        int apart = plan.apart(out.blocks());
        for (int tile = range.first; tile < range.end(); tile++) {
            plan.tiling.locate(tile, room.tile);
            WinogradTile kind = maps.kind(room.tile.tall, room.tile.wide);
            int plane = plane(dy, room.tile, out, block);
            int top = room.tile.top;
            int left = room.tile.left;
            int to = Layout.FIRST + block * plan.blockRow + (range.place + tile - range.first) * plan.tileRow;
            if (Patch.inside(top, left, maps.m, out.height(), out.width())) {
                int at = plane + (top * out.width() + left) * BLOCK;
                kind.adjointTile(dy.array(), at, out.width() * BLOCK, v, to, apart, room.t);
            } else {
                Patch.read(dy.array(), plane, out.height(), out.width(), top, left, maps.m, room.patch);
                kind.adjointTile(room.patch, Layout.FIRST, maps.m * BLOCK, v, to, apart, room.t);
            }
        }
    }

    /** Transforms a room's products of 32 output channels to channel blocks 2k and 2k + 1 of y, and finishes them. */
    static void outputs(WinogradPlan plan, WinogradRoom room, Range range, int k, Finish finish, CpuBuffer y) {
        for (int block = 2 * k; block < Math.min(2 * k + 2, plan.z.out().blocks()); block++) {
            for (int tile = range.first; tile < range.end(); tile++) {
                plan.tiling.locate(tile, room.tile);
                int place = range.place + tile - range.first;
                int at = Layout.FIRST + place * Layout.FILTER_BLOCK + (block - 2 * k) * BLOCK;
                output(plan, room, at, block, finish, y);
            }
        }
    }

    /** Transforms products from {@code at} on to a channel block of the tile that was located. */
    private static void output(WinogradPlan plan, WinogradRoom room, int at, int block, Finish finish, CpuBuffer y) {
        Correlation.Map out = plan.z.out();
        Winograd maps = plan.maps;
        WinogradTile kind = maps.kind(room.tile.tall, room.tile.wide);
        int top = room.tile.top * maps.grain;
        int left = room.tile.left * maps.grain;
        int row = out.width() * BLOCK;
        int to = plane(y, room.tile, out, block) + top * row + left * BLOCK;
        int channel = block * BLOCK;
        int tall = plan.tiling.outputs(room.tile.tall);
        int wide = plan.tiling.outputs(room.tile.wide);
        int down = Math.min(tall, out.height() - top);
        int across = Math.min(wide, out.width() - left);
        if (down == tall && across == wide && finish == Finish.NONE) {
            kind.outputTile(room.products, at, plan.productApart, y.array(), to, row, room.t);
        } else {
            int side = maps.m * maps.grain;
            kind.outputTile(room.products, at, plan.productApart, room.patch, Layout.FIRST, side * BLOCK, room.t);
            Patch.write(room.patch, side, down, across, finish, channel, y.array(), to, out.width());
        }
    }

    private static int plane(CpuBuffer buffer, WinogradTiling.Tile tile, Correlation.Map map, int block) {
        return buffer.offset() + (tile.n * map.blocks() + block) * map.plane();
    }
}
