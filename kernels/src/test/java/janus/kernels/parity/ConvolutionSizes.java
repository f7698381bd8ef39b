package janus.kernels.parity;

import janus.kernels.ConvolutionSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Convolutions that each way to compute one must get right: its corners, then whatever comes. */
final class ConvolutionSizes {
    /** n, c, h, w, k, r, s, stride, pad. */
    private static final int[][] SIZES = {
        {1, 1, 1, 1, 1, 1, 1, 1, 0},
        {2, 3, 7, 9, 5, 3, 3, 1, 1},
        {1, 16, 8, 8, 32, 3, 3, 1, 1},
        {2, 17, 7, 6, 33, 3, 3, 1, 1},
        {1, 70, 5, 5, 63, 3, 3, 2, 1},
        {3, 1, 16, 17, 7, 5, 5, 2, 2},
        {2, 7, 9, 8, 16, 2, 2, 2, 0},
        {1, 32, 6, 6, 70, 1, 1, 2, 0},
        {2, 63, 4, 5, 17, 1, 1, 1, 0},
        {1, 16, 11, 10, 16, 5, 3, 3, 2},
        {1, 5, 4, 4, 6, 7, 7, 1, 3},
        {1, 8, 10, 13, 9, 2, 2, 3, 1},
        {1, 2, 1, 1, 3, 3, 3, 1, 1},
        {1, 4, 3, 207, 3, 3, 3, 1, 1},
        {1, 3, 63, 16, 2, 3, 3, 2, 1},
        {2, 3, 5, 5, 4, 1, 1, 1, 1},
        // the last rows and columns are read by no window
        {1, 6, 8, 9, 5, 2, 2, 3, 0},
        // ResNet18's, at small maps
        {2, 3, 32, 32, 64, 7, 7, 2, 3},
        {1, 64, 8, 8, 64, 3, 3, 1, 1},
        {1, 64, 8, 8, 128, 3, 3, 2, 1},
        {1, 64, 8, 8, 128, 1, 1, 2, 0},
        {2, 128, 4, 4, 128, 3, 3, 1, 1},
        {2, 256, 2, 2, 256, 3, 3, 1, 1},
        {1, 256, 2, 2, 512, 3, 3, 2, 1},
        {1, 512, 1, 1, 512, 3, 3, 1, 1},
        // by minimal filtering: tiles cut by the edge on either side, 4×4 and 2×2, odd blocks, every padding
        {8, 16, 4, 4, 32, 3, 3, 1, 1},
        // maps, or rows, of few images fill register tiles
        {1, 33, 4, 4, 20, 3, 3, 1, 1},
        {3, 80, 4, 4, 40, 3, 3, 1, 1},
        {1, 33, 2, 2, 20, 3, 3, 1, 1},
        {2, 70, 2, 2, 40, 3, 3, 1, 1},
        {2, 70, 3, 4, 40, 3, 3, 1, 1},
        {2, 16, 1, 4, 72, 3, 3, 1, 1},
        {9, 17, 7, 6, 50, 3, 3, 1, 1},
        {8, 40, 2, 2, 33, 3, 3, 1, 1},
        {3, 33, 10, 9, 16, 3, 3, 1, 0},
        {2, 20, 9, 12, 70, 3, 3, 1, 2},
        {5, 16, 2, 5, 16, 3, 3, 1, 1},
        // short tiles across, and the other way tiles cut by the edge
        {9, 16, 5, 7, 24, 3, 3, 1, 1},
        {9, 24, 10, 5, 16, 3, 3, 1, 1},
        // pixel by pixel: images past a whole tile and past 32, odd blocks, a stride, a pixel that no window reads
        {9, 33, 2, 2, 50, 3, 3, 1, 1},
        {35, 17, 4, 3, 40, 3, 3, 2, 1},
        {11, 20, 3, 1, 16, 3, 3, 1, 1},
        {10, 16, 4, 2, 33, 4, 4, 3, 1},
        // several units of tiles, the last not full; forward and in the filter's gradient
        {2, 16, 28, 21, 48, 3, 3, 1, 1},
        {9, 16, 16, 13, 112, 3, 3, 1, 1},
        {1, 256, 14, 14, 64, 3, 3, 1, 1},
        // blocks image by image: one unit, several of tiles of every kind, odd blocks
        {2, 17, 14, 15, 17, 3, 3, 1, 1},
        {6, 40, 31, 29, 40, 3, 3, 1, 1},
        // strided: units and strips that span rows and images, groups of channels, an image in several units
        {9, 16, 13, 11, 40, 3, 3, 2, 1},
        {3, 33, 40, 37, 24, 3, 3, 2, 1},
        {5, 48, 15, 16, 100, 1, 1, 2, 0},
        {2, 272, 7, 6, 160, 3, 3, 2, 1},
        {2, 3, 66, 70, 20, 7, 7, 2, 3},
        // a filter larger than all windows, in shares of its channels, the last smaller; and backward, whole
        {1, 272, 14, 13, 70, 3, 3, 2, 1},
        {4, 40, 2, 2, 528, 3, 3, 1, 1},
        // strided by minimal filtering: every kind of tile, more channels than tiles, many strips of a gradient
        {64, 33, 13, 13, 40, 3, 3, 2, 1},
        {128, 16, 13, 7, 272, 3, 3, 2, 1},
        {11, 16, 55, 54, 17, 3, 3, 2, 1},
        {4, 33, 21, 21, 40, 3, 3, 2, 1},
        {1, 3, 140, 9, 20, 7, 7, 2, 3},
        // an image by minimal filtering along rows: 8 taps, every padding, columns that no window reads, odd blocks
        {2, 4, 21, 24, 40, 3, 8, 2, 2},
        {3, 2, 9, 33, 50, 7, 7, 2, 0},
        {1, 1, 75, 14, 17, 2, 7, 2, 1},
    };

    private ConvolutionSizes() {}

    static List<ConvolutionSize> all() {
        List<ConvolutionSize> sizes = new ArrayList<>();
        for (int[] s : SIZES) {
            sizes.add(new ConvolutionSize(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]));
        }
        Random random = new Random(41);
        add(40, sizes, () -> {
            int filter = List.of(1, 2, 3, 5, 7).get(random.nextInt(5));
            return any(random, 3, 70, 12, filter, 3, random.nextInt(4));
        });
        // filters larger than maps
        add(30, sizes, () -> {
            int filter = 1 + 2 * random.nextInt(2);
            return any(random, 6, 600, 5, filter, 2, filter / 2);
        });
        return sizes;
    }

    /** Adds {@code count} sizes whose windows fit in the map, and which take no time to speak of. */
    private static void add(int count, List<ConvolutionSize> sizes, Supplier<ConvolutionSize> any) {
        Stream.generate(any)
                .filter(z -> Math.min(z.h(), z.w()) + 2 * z.pad() >= z.r() && z.flops() < 2e7)
                .limit(count)
                .forEach(sizes::add);
    }

    private static ConvolutionSize any(Random random, int n, int c, int h, int filter, int stride, int pad) {
        return new ConvolutionSize(
                1 + random.nextInt(n),
                1 + random.nextInt(c),
                1 + random.nextInt(h),
                1 + random.nextInt(h),
                1 + random.nextInt(c),
                filter,
                filter,
                1 + random.nextInt(stride),
                pad);
    }
}
