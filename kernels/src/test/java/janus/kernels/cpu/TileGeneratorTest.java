package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TileGeneratorTest {
    @Test
    void committedTilesAreWhatTheGeneratorWrites() throws IOException {
        for (int rows : ProductTileGenerator.PRODUCT_ROWS) {
            assertThat(Files.readString(ProductTileGenerator.file("ProductTile", rows)))
                    .isEqualTo(ProductTileGenerator.product(rows));
            assertThat(Files.readString(ProductTileGenerator.file("PixelTile", rows)))
                    .isEqualTo(ProductTileGenerator.pixel(rows));
        }
        for (int rows : ProductTileGenerator.OUTER_ROWS) {
            assertThat(Files.readString(ProductTileGenerator.file("OuterTile", rows)))
                    .isEqualTo(ProductTileGenerator.outer(rows));
        }
        for (int rows : WindowTileGenerator.ROWS) {
            assertThat(Files.readString(WindowTileGenerator.file(rows))).isEqualTo(WindowTileGenerator.source(rows));
        }
        for (String name : WinogradTileGenerator.names()) {
            assertThat(Files.readString(WinogradTileGenerator.file(name)))
                    .isEqualTo(WinogradTileGenerator.source(name));
        }
        for (int rows : StripTileGenerator.ROWS) {
            assertThat(Files.readString(StripTileGenerator.file(rows))).isEqualTo(StripTileGenerator.source(rows));
        }
    }
}
