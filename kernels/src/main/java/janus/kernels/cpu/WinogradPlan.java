package janus.kernels.cpu;

/**
 * How a 3×3 convolution is cut into tiles, and where transformed numbers lie. Filters are
 * [k/32][number][c][32]; tiles [point][tile][c] where the channels are summed, and [point][c/16][tile][16] where the tiles
 * are; products [point][tile][32].
 */
final class WinogradPlan {
    /** A line of a cache: points this much off a power of two do not all meet in one set of it. */
    private static final int LINE = 16;
    /** Floats of a block of a filter. */
    static final int BLOCK = Layout.BLOCK * Layout.FILTER_BLOCK;

    /** Tiles whose transforms fit a core's cache; whole register tiles, and long enough for those of short vectors. */
    private static final int TOGETHER = Products.whole(Lanes.COUNT == 8 ? 28 : 24);
    /** Tiles, at most, that a thread of few transforms together: a filter, then in no cache, is read less often. */
    private static final int MOST = 48;
    /** Times that a thread of few transforms tiles, at most; each time as many, so that all threads have as many. */
    private static final int FEW = 4;
    /** Floats of transformed tiles that all threads read: 12 MiB, which most processors keep in their last cache. */
    private static final int SHARED = 3 << 20;
    /** Floats of a filter, 3 MiB, that each thread reads sooner than what others wrote of tiles. */
    private static final int SMALL = 3 << 18;

    /** Tiles a register tile of a gradient adds up: a vector of dy for each stays in the first cache. */
    static final int STRIP = 128;
    /** Points of a tile, above which half a strip is transformed together: it takes as much room. */
    private static final int MANY = 36;
    /** Floats of a gradient's sums that a thread keeps to itself: 4 MiB. */
    private static final int SUMS = 1 << 20;
    /** Strips, below which threads share the tiles: too few would keep many threads busy. */
    private static final int LEAST_STRIPS = 4;
    /** Channel blocks whose sums fit a core's cache beside a strip. */
    private static final int GROUP = 8;
    /** Tasks of a gradient whose tiles are shared, where so many channels exist. */
    private static final int TASKS = 16;

    final WinogradSize z;
    final Winograd maps;
    /** Whether a thread takes all tiles and some output channels, rather than some tiles and all channels. */
    final boolean byChannels;

    final WinogradTiling tiling;
    /** Tiles of all images. */
    final int tiles;
    /** Tiles that are transformed together. */
    final int together;
    /** Blocks of 16 input channels. */
    final int inputs;
    /** Blocks of 32 output channels. */
    final int outputs;
    /** Channel blocks that a task of a gradient sums up, where threads share the tiles. */
    final int group;
    /** From a point of a transformed filter to the next. */
    final int filterApart;
    /** From a point of products to the next. */
    final int productApart;
    /** From a transformed tile of x to the next, in floats, and from its block of 16 channels to the next. */
    final int tileRow;

    final int blockRow;

    /** A plan for y, or dx: each thread transforms some of the larger, tiles or filters, in its own cache. */
    static WinogradPlan forward(WinogradSize z, Winograd maps, int threads) {
        int tiles = new WinogradTiling(z, maps).count();
        int channels = z.in().blocks() * Layout.BLOCK;
        boolean small = small(z, maps) && tiles >= threads * Products.ROWS;
        boolean byChannels = !small && tiles < z.out().channels() && tiles * maps.points() * channels <= SHARED;
        return new WinogradPlan(z, maps, byChannels ? tiles : together(tiles, threads), byChannels, channels);
    }

    /** Whether a thread reads a transformed filter sooner than another's tiles. */
    static boolean small(WinogradSize z, Winograd maps) {
        return (long) maps.filters() * z.in().blocks() * Layout.BLOCK * z.out().channels() <= SMALL;
    }

    private static int together(int tiles, int threads) {
        int share = Math.ceilDiv(tiles, threads);
        int times = Math.ceilDiv(share, MOST);
        return times <= FEW ? Math.ceilDiv(share, times) : TOGETHER;
    }

    /** A plan for dw: by tiles if each thread's cache holds the sums of all channels. */
    static WinogradPlan gradient(WinogradSize z, Winograd maps) {
        int tiles = new WinogradTiling(z, maps).count();
        int inputs = z.in().blocks() * Layout.BLOCK;
        int outputs = z.out().blocks() * Layout.BLOCK;
        boolean byChannels = maps.filters() * inputs * outputs > SUMS || tiles < LEAST_STRIPS * STRIP;
        int least = maps.points() > MANY ? STRIP / 2 : STRIP;
        int most = Math.max(1, SHARED / (maps.points() * (inputs + outputs)) / least) * least;
        int together = !byChannels ? least : tiles <= STRIP ? tiles : Math.min(tiles, most);
        return new WinogradPlan(z, maps, together, byChannels, Layout.BLOCK);
    }

    private WinogradPlan(WinogradSize z, Winograd maps, int together, boolean byChannels, int tileRow) {
        this.z = z;
        this.maps = maps;
        this.byChannels = byChannels;
        tiling = new WinogradTiling(z, maps);
        tiles = tiling.count();
        this.together = Math.min(together, tiles);
        inputs = z.in().blocks();
        outputs = Layout.filterBlocks(z.out().channels());
        group = Math.clamp(inputs * outputs / TASKS, 1, Math.min(GROUP, inputs));
        filterApart = inputs * BLOCK + LINE;
        this.tileRow = tileRow;
        blockRow = tileRow == Layout.BLOCK ? this.together * Layout.BLOCK : Layout.BLOCK;
        productApart = wholeTiles() * Layout.FILTER_BLOCK + LINE;
    }

    /** From a point of transformed tiles of so many channel blocks to the next. */
    int apart(int blocks) {
        return blocks * wholeTiles() * Layout.BLOCK + LINE;
    }

    /** Floats of products. */
    int products() {
        return maps.points() * productApart;
    }

    /** Rows of transformed tiles: a register tile of them may begin anywhere where points have not all of them. */
    private int wholeTiles() {
        return Products.whole(together) + (tiling.isMixed() ? Products.ROWS : 0);
    }

    /** Those of {@code range} that have a point. */
    WinogradTiles.Range having(int point, WinogradTiles.Range range) {
        int first = Math.max(range.first(), tiling.first(point));
        int count = Math.max(0, Math.min(range.end(), tiling.end(point)) - first);
        return new WinogradTiles.Range(first, count, range.place() + first - range.first());
    }

    /** Times that {@link #together} tiles are transformed. */
    int units() {
        return Math.ceilDiv(tiles, together);
    }

    WinogradTiles.Range range(int unit) {
        int first = unit * together;
        return new WinogradTiles.Range(first, Math.min(together, tiles - first), 0);
    }

    /** Where the transformed filter at a point, of 32 output and 16 input channels, lies. */
    int filter(int point, int k, int c) {
        return Layout.FIRST + (k * maps.filters() + maps.filter(point)) * filterApart + c * BLOCK;
    }

    int filterLength() {
        return outputs * maps.filters() * filterApart;
    }

    /** From a point of a group's sums to the next. */
    int groupApart() {
        return group * BLOCK + LINE;
    }

    /** Groups of channel blocks. */
    int groups() {
        return Math.ceilDiv(inputs, group);
    }
}
