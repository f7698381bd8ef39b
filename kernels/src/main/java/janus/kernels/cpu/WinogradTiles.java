package janus.kernels.cpu;

/** Transforms tiles of maps, and products back. */
final class WinogradTiles {
    private static final int BLOCK = Layout.BLOCK;
    private static final int LANES = Lanes.COUNT;
    /** Tiles of a run, below which its rows are too short to be worth reading ahead. */
    private static final int LEAST = 3;

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
        for (int tile = range.first; tile < range.end(); tile += room.run.count) {
            plan.tiling.locate(tile, range.end(), room.run);
            for (int block = 0; block < plan.inputs; block++) {
                aheadOfInput(plan, room, block, x);
            }
            for (int block = 0; block < plan.inputs; block++) {
                input(plan, room, block, x, v, range.place + tile - range.first);
            }
        }
    }

    /** Transforms tiles of a channel block of x. */
    static void inputs(WinogradPlan plan, WinogradRoom room, Range range, int block, CpuBuffer x, float[] v) {
        for (int tile = range.first; tile < range.end(); tile += room.run.count) {
            plan.tiling.locate(tile, range.end(), room.run);
            aheadOfInput(plan, room, block, x);
            input(plan, room, block, x, v, range.place + tile - range.first);
        }
    }

    private static void aheadOfInput(WinogradPlan plan, WinogradRoom room, int block, CpuBuffer x) {
        WinogradTiling.Run run = room.run;
        Winograd maps = plan.maps;
        int top = run.top * maps.stride - plan.z.pad();
        int left = run.left * maps.stride - plan.z.pad();
        int wide = maps.reach(run.wide, run.count);
        ahead(room, x, plan.z.in(), block, top, left, maps.reach(run.tall, 1), wide);
    }

    /**
     * Brings rows of the located run to the cache, one after another. Its tiles read, or write, all rows by turns and
     * pixel by pixel, and would wait for memory longer.
     */
    private static void ahead(
            WinogradRoom room, CpuBuffer map, Correlation.Map size, int block, int top, int left, int tall, int wide) {
        if (room.run.count < LEAST) {
            return;
        }
        int from = Math.max(left, 0);
        int count = (Math.min(left + wide, size.width()) - from) * BLOCK;
        int plane = plane(map, room.run, size, block);
        for (int h = Math.max(top, 0); h < Math.min(top + tall, size.height()); h++) {
            room.ahead.read(map.array(), plane + (h * size.width() + from) * BLOCK, count);
        }
    }

    /** Transforms a channel block of the run that was located. */
    private static void input(WinogradPlan plan, WinogradRoom room, int block, CpuBuffer x, float[] v, int place) {
        WinogradTiling.Run run = room.run;
        WinogradStrip strip = room.strip;
        Winograd maps = plan.maps;
        Correlation.Map in = plan.z.in();
        int top = run.top * maps.stride - plan.z.pad();
        int left = run.left * maps.stride - plan.z.pad();
        int rows = maps.reach(run.tall, 1);
        strip.read(x.array(), plane(x, run, in, block), in, top, left, rows, maps.reach(run.wide, run.count), false);
        WinogradTile kind = maps.kind(run);
        int step = maps.grains(run.wide) * maps.stride * LANES;
        int to = Layout.FIRST + block * plan.blockRow + place * plan.tileRow;
        int apart = plan.apart(plan.inputs);
        for (int o = 0; o < BLOCK; o += LANES) {
            kind.inputDownTile(strip.x, strip.at + o, strip.row, strip.count, strip.t, strip.first, strip.width);
            for (int i = 0; i < run.count; i++) {
                int at = Layout.FIRST + i * step;
                kind.inputAcrossTile(strip.t, at, strip.width, v, to + i * plan.tileRow + o, apart);
            }
        }
    }

    /** As {@link #inputs}, of a channel block of dy. */
    static void gradients(WinogradPlan plan, WinogradRoom room, Range range, int block, CpuBuffer dy, float[] v) {
        for (int tile = range.first; tile < range.end(); tile += room.run.count) {
            plan.tiling.locate(tile, range.end(), room.run);
            gradient(plan, room, block, dy, v, range.place + tile - range.first);
        }
    }

    private static void gradient(WinogradPlan plan, WinogradRoom room, int block, CpuBuffer dy, float[] v, int place) {
        WinogradTiling.Run run = room.run;
        WinogradStrip strip = room.strip;
        Winograd maps = plan.maps;
        Correlation.Map out = plan.z.out();
        int across = maps.grains(run.wide);
        int rows = maps.grains(run.tall);
        ahead(room, dy, out, block, run.top, run.left, rows, run.count * across);
        strip.read(dy.array(), plane(dy, run, out, block), out, run.top, run.left, rows, run.count * across, true);
        WinogradTile kind = maps.kind(run);
        int to = Layout.FIRST + block * plan.blockRow + place * plan.tileRow;
        int apart = plan.apart(out.blocks());
        for (int i = 0; i < run.count; i++) {
            int at = strip.at + i * across * BLOCK;
            kind.adjointTile(strip.x, at, strip.row, v, to + i * plan.tileRow, apart, room.t);
        }
    }

    /** Transforms a room's products of 32 output channels to channel blocks 2k and 2k + 1 of y, and finishes them. */
    static void outputs(WinogradPlan plan, WinogradRoom room, Range range, int k, Finish finish, CpuBuffer y) {
        for (int block = 2 * k; block < Math.min(2 * k + 2, plan.z.out().blocks()); block++) {
            for (int tile = range.first; tile < range.end(); tile += room.run.count) {
                plan.tiling.locate(tile, range.end(), room.run);
                int place = range.place + tile - range.first;
                int at = Layout.FIRST + place * Layout.FILTER_BLOCK + (block - 2 * k) * BLOCK;
                output(plan, room, at, block, finish, y);
            }
        }
    }

    /** Transforms products from {@code at} on to a channel block of the run that was located. */
    private static void output(WinogradPlan plan, WinogradRoom room, int at, int block, Finish finish, CpuBuffer y) {
        WinogradTiling.Run run = room.run;
        Correlation.Map out = plan.z.out();
        int grain = plan.maps.grain;
        int top = run.top * grain;
        int left = run.left * grain;
        int tall = plan.maps.grains(run.tall) * grain;
        int wide = run.count * plan.maps.grains(run.wide) * grain;
        int down = Math.min(tall, out.height() - top);
        int across = Math.min(wide, out.width() - left);
        int row = out.width() * BLOCK;
        int to = plane(y, run, out, block) + top * row + left * BLOCK;
        ahead(room, y, out, block, top, left, down, across);
        if (down == tall && across == wide && finish == Finish.NONE) {
            outputs(plan, room, at, y.array(), to, row);
            return;
        }
        float[] t = room.strip.t;
        // rows a power of two apart would all meet in one set of the cache
        int apart = (wide + 1) * BLOCK;
        outputs(plan, room, at, t, Layout.FIRST, apart);
        for (int i = 0; i < down; i++) {
            finish.write(t, Layout.FIRST + i * apart, y.array(), to + i * row, block * BLOCK, across);
        }
    }

    private static void outputs(WinogradPlan plan, WinogradRoom room, int at, float[] y, int to, int row) {
        WinogradTiling.Run run = room.run;
        WinogradTile kind = plan.maps.kind(run);
        int wide = plan.maps.grains(run.wide) * plan.maps.grain * BLOCK;
        for (int i = 0; i < run.count; i++) {
            int from = at + i * Layout.FILTER_BLOCK;
            kind.outputTile(room.products, from, plan.productApart, y, to + i * wide, row, room.t);
        }
    }

    private static int plane(CpuBuffer buffer, WinogradTiling.Run run, Correlation.Map map, int block) {
        return buffer.offset() + (run.n * map.blocks() + block) * map.plane();
    }
}
