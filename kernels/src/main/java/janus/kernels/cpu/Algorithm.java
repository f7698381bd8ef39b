package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways to convolve there are, each under the name that kernel tables have for it. */
@SuppressWarnings("ImmutableEnumChecker") // maps hold nothing but their size
enum Algorithm {
    DIRECT(null),
    PIXELWISE(null),
    WINOGRAD2(new Winograd2()),
    WINOGRAD4(new Winograd4());

    /** Fewer channels have too few products for each number transformed. */
    private static final int LEAST_CHANNELS = 16;
    /** Fewer tiles have too few products for each number of a transformed filter. */
    private static final int LEAST_TILES = 8;

    /** Pixels of a map, above which plans of single pixels become long and few windows reach over its edge. */
    private static final int MOST_PIXELS = 16;

    /** The maps of minimal filtering; null: sums of products as they are. */
    final @Nullable Winograd maps;

    Algorithm(@Nullable Winograd maps) {
        this.maps = maps;
    }

    /** The algorithm of that name; null if there is none. */
    static @Nullable Algorithm named(String name) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.toString().equals(name))
                .findAny()
                .orElse(null);
    }

    /** What a convolution must be for this to run it; null if {@code key} is such a one. */
    @Nullable
    String refusal(ConvolutionKey key) {
        if (this == PIXELWISE) {
            return key.h() * key.w() <= MOST_PIXELS ? null : "maps of at most " + MOST_PIXELS + " pixels";
        }
        boolean fits = maps == null
                || (key.r() == 3
                        && key.s() == 3
                        && key.stride() == 1
                        && key.pad() < 3
                        && Math.min(key.c(), key.k()) >= LEAST_CHANNELS);
        return fits ? null : "3×3 filters, stride 1, padding below 3 and at least " + LEAST_CHANNELS + " channels";
    }

    /** Whether the batch is large enough: a table does not know it, and smaller ones take the fixed rule. */
    boolean worthwhile(ConvolutionSize z) {
        if (this == PIXELWISE) {
            return z.n() >= LEAST_TILES;
        }
        return maps == null || maps.tiles(z) >= LEAST_TILES;
    }

    /** Products for each output, input and output channel, with those of outputs that a tile has too many. */
    double products(ConvolutionSize z) {
        if (this == PIXELWISE) {
            return PixelPlan.products(z);
        }
        return maps == null ? (double) z.r() * z.s() : maps.products(z);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
