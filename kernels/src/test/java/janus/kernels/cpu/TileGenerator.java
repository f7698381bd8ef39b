package janus.kernels.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the classes that are written by generators. Run its main in module kernels after a change to one. */
final class TileGenerator {
    private TileGenerator() {}

    public static void main(String[] args) throws IOException {
        for (Map.Entry<String, String> each : sources().entrySet()) {
            Files.writeString(file(each.getKey()), each.getValue());
        }
    }

    static Path file(String name) {
        return Path.of("src/main/java/janus/kernels/cpu/%s.java".formatted(name));
    }

    /** The text of each class, by its name. */
    static Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        for (int rows : ProductTileGenerator.PRODUCT_ROWS) {
            sources.put("ProductTile" + rows, ProductTileGenerator.product(rows));
        }
        for (int rows : ProductTileGenerator.PIXEL_ROWS) {
            sources.put("PixelTile" + rows, ProductTileGenerator.pixel(rows));
        }
        for (int rows : ProductTileGenerator.OUTER_ROWS) {
            sources.put("OuterTile" + rows, ProductTileGenerator.outer(rows));
        }
        for (int rows : WindowTileGenerator.ROWS) {
            sources.put("WindowTile" + rows, WindowTileGenerator.source(rows));
        }
        for (int rows : StripTileGenerator.ROWS) {
            sources.put("StripTile" + rows, StripTileGenerator.source(rows));
        }
        sources.put("RowTile", RowTileGenerator.source());
        for (int side : MapTileGenerator.SIDES) {
            sources.put("MapTile" + side, MapTileGenerator.source(side));
        }
        sources.putAll(WinogradTileGenerator.sources());
        return sources;
    }

    /** A line for each row of a tile, from {@code from} to {@code to} − 1. */
    static String each(int from, int to, IntFunction<String> line) {
        return IntStream.range(from, to).mapToObj(line).collect(Collectors.joining());
    }
}
