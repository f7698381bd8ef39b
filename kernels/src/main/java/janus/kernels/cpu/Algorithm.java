package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.cpu.ConvolutionKey.Direction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways to convolve there are, each under the name that kernel tables have for it. */
@SuppressWarnings("ImmutableEnumChecker") // maps hold nothing but their size
enum Algorithm {
    DIRECT(null),
    PIXELWISE(null),
    TOEPLITZ2(new Toeplitz2()),
    WINOGRAD2(new Winograd2()),
    WINOGRAD4(new Winograd4()),
    POLYPHASE(new Polyphase());

    /** Fewer channels have too few products for each number transformed. */
    private static final int LEAST_CHANNELS = 16;
    /** Fewer tiles have too few products for each number of a transformed filter. */
    private static final int LEAST_TILES = 8;

    /** One or two maps of 2×2 take no longer by direct sums: all of their pixels are in one register tile. */
    private static final int LEAST_MAPS = 3;

    /** By stride 2 a tile takes more transforms for fewer products saved, and pays where there are many. */
    private static final int LEAST_STRIDED_TILES = 128;

    /** Pixels of a map, above which plans of single pixels become long and few windows reach over its edge. */
    private static final int MOST_PIXELS = 16;

    /** The maps of minimal filtering; null: sums of products as they are. */
    final @Nullable Winograd maps;

    Algorithm(@Nullable Winograd maps) {
        this.maps = maps;
    }

    /** What a convolution must be for this to run it; null if {@code key} is such a one. */
    @Nullable
    String refusal(ConvolutionKey key) {
        if (this == PIXELWISE) {
            return key.h() * key.w() <= MOST_PIXELS ? null : "maps of at most " + MOST_PIXELS + " pixels";
        }
        if (maps == null) {
            return null;
        }
        boolean fits = key.r() == 3
                && key.s() == 3
                && key.stride() == maps.stride
                && (isPlain() ? key.pad() < 3 : key.pad() == 1)
                && (this != TOEPLITZ2 || key.direction() == Direction.FORWARD && key.h() == 2 && key.w() == 2)
                && Math.min(key.c(), key.k()) >= LEAST_CHANNELS;
        String which =
                switch (this) {
                    case TOEPLITZ2 -> "forward, maps of 2×2, stride 1, padding 1";
                    case POLYPHASE -> "stride 2, padding 1";
                    default -> "stride 1, padding below 3";
                };
        return fits ? null : "3×3 filters, %s and at least %d channels".formatted(which, LEAST_CHANNELS);
    }

    /** Whether the batch is large enough: a table does not know it, and smaller ones take the fixed rule. */
    boolean worthwhile(ConvolutionSize z) {
        int least =
                switch (this) {
                    case DIRECT -> 0;
                    case TOEPLITZ2 -> LEAST_MAPS;
                    case PIXELWISE, WINOGRAD2, WINOGRAD4 -> LEAST_TILES;
                    case POLYPHASE -> LEAST_STRIDED_TILES;
                };
        return tiles(z) >= least;
    }

    /** Tiles of all images; without minimal filtering each is one. */
    int tiles(ConvolutionSize z) {
        return maps == null ? z.n() : maps.tiles(z);
    }

    /** As {@link #worthwhile}, where the form of the filter is kept: that makes up for few tiles. */
    boolean worthwhileKept(ConvolutionSize z) {
        return isPlain() || this == POLYPHASE || this == PIXELWISE && PixelMaps.fits(z) || worthwhile(z);
    }

    /** Whether it is minimal filtering of stride 1, of maps of all sizes. */
    private boolean isPlain() {
        return this == WINOGRAD2 || this == WINOGRAD4;
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
