package janus.kernels.cpu;

/**
 * Tiles that cover the outputs of n images, kind after kind. F(4×4) has short and narrow ones, of 3 outputs: 14 outputs
 * are 4 + 4 + 3 + 3, not 4 · 4, of which two would be for nothing. F(3) is F(4) without one of its points, so all kinds
 * share a filter; a point's products are of tiles in succession.
 */
final class WinogradTiling {
    private final Winograd maps;
    private final int n;
    /** Rows, and columns, of tiles of an image. */
    private final int rows;

    private final int columns;
    /** How many of them, the last, have 3 outputs. */
    private final int shortRows;

    private final int narrowColumns;
    /** Tiles of a run, at most. */
    private final int longest;

    WinogradTiling(WinogradSize z, Winograd maps) {
        this.maps = maps;
        n = z.in().n();
        int down = Math.ceilDiv(z.out().height(), maps.grain);
        int across = Math.ceilDiv(z.out().width(), maps.grain);
        rows = Math.ceilDiv(down, maps.m);
        columns = Math.ceilDiv(across, maps.m);
        shortRows = shorter(down, maps);
        narrowColumns = shorter(across, maps);
        longest = WinogradStrip.LONGEST / (maps.m * Math.max(maps.stride, maps.grain));
    }

    private static int shorter(int grains, Winograd maps) {
        int tiles = Math.ceilDiv(grains, maps.m);
        int many = tiles * maps.m - grains;
        return !maps.spared.isEmpty() && many <= tiles ? many : 0;
    }

    int count() {
        return n * rows * columns;
    }

    /** Products of all tiles, for each output and input channel. */
    long products() {
        int spared = maps.spared.size();
        return (long) n * (rows * maps.side - shortRows * spared) * (columns * maps.side - narrowColumns * spared);
    }

    /** Whether there are tiles of 3 outputs. */
    boolean isMixed() {
        return shortRows + narrowColumns > 0;
    }

    /** The first tile that has a point. */
    int first(int point) {
        return maps.spared.contains(point % maps.side) ? before(1) : 0;
    }

    /** The tile after the last that has a point. */
    int end(int point) {
        boolean tall = maps.spared.contains(point / maps.side);
        return before(tall ? 2 : maps.spared.contains(point % maps.side) ? 3 : 4);
    }

    /** Tiles of kinds before {@code kind}: tall and narrow, tall and wide, short and wide, short and narrow. */
    private int before(int kind) {
        int tall = rows - shortRows;
        int wide = columns - narrowColumns;
        return n
                * switch (kind) {
                    case 0 -> 0;
                    case 1 -> tall * narrowColumns;
                    case 2 -> tall * columns;
                    case 3 -> tall * columns + shortRows * wide;
                    default -> rows * columns;
                };
    }

    /** Finds the tiles that lie side by side from {@code tile} on, up to {@code end}. */
    void locate(int tile, int end, Run to) {
        int kind = tile < before(1) ? 0 : tile < before(2) ? 1 : tile < before(3) ? 2 : 3;
        boolean narrow = kind == 0 || kind == 3;
        int tall = rows - shortRows;
        int wide = columns - narrowColumns;
        int down = kind < 2 ? tall : shortRows;
        int across = narrow ? narrowColumns : wide;
        int index = tile - before(kind);
        int row = index / across % down;
        int column = index % across;
        to.count = Math.min(Math.min(across - column, end - tile), longest);
        to.n = index / (down * across);
        to.tall = kind < 2;
        to.wide = !narrow;
        to.top = to.tall ? row * maps.m : tall * maps.m + row * (maps.m - 1);
        to.left = to.wide ? column * maps.m : wide * maps.m + column * (maps.m - 1);
    }

    /** Tiles of a kind side by side: their image, and where the first output of the first is. */
    static final class Run {
        int count;
        int n;
        /** In grains. */
        int top;

        int left;
        /** Whether each has as many rows as the maps' tiles, and as many columns, or one less. */
        boolean tall;

        boolean wide;
    }
}
