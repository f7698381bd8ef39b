package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Triple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures become images in a pass. */
class ImagesTest {
    private static final Shape PICTURES = Shape.of(1, 1, 4, 3);
    private static final byte[] BYTES = {0, 10, 100, 20, 30, (byte) 200, 40, 50, (byte) 255, 60, 70, 0};

    /** A line of four pixels, moved along itself, of mean .1 and deviation .2 in blue: the edge comes in behind it. */
    @ParameterizedTest
    @CsvSource({
        "reference, true, 1.5",
        "reference, true, -1.5",
        "reference, false, 1.5",
        "reference, false, -1.5",
        "cpu:2, true, 1.5",
        "cpu:2, true, -1.5",
        "cpu:2, false, 1.5",
        "cpu:2, false, -1.5"
    })
    void imageIsThePictureMovedBetweenPixelsAndNormalised(String name, boolean row, double by) {
        double[] map = {1, 0, 0, 1, row ? by : 0, row ? 0 : by, 0, 0, .1, 1, 1, .2};
        double[] moved = by > 0
                ? new double[] {0, 0, 10, 30, 10, 10, 20, 40, 100, 100, 150, 227.5}
                : new double[] {30, 50, 60, 60, 40, 60, 70, 70, 227.5, 127.5, 0, 0};
        try (Device device = Devices.open(name);
                Pass pass = Pass.inference(device);
                Input pictures = new Input(device, row ? PICTURES : Shape.of(1, 4, 1, 3), Role.BYTES);
                Input maps = new Input(device, Shape.of(1, 36), Role.PLAIN)) {
            pictures.set(BYTES);
            maps.set(Triple.of(map));
            double[] found = pass.images(pictures, maps).toDoubles();
            for (int i = 0; i < found.length; i++) {
                double expected = i < 8 ? moved[i] / 255 : (moved[i] / 255 - .1) / .2;
                // a few roundings of numbers up to 5 in float32
                assertThat(found[i]).as("number %d", i).isCloseTo(expected, within(2e-6));
            }
        }
    }

    @Test
    void mapsThatAreNotOnesOfThePicturesAreRefused() {
        try (Device device = Devices.open("reference");
                Device other = Devices.open("reference");
                Pass pass = Pass.inference(device);
                Input pictures = new Input(device, PICTURES, Role.BYTES);
                Input two = new Input(device, Shape.of(2, 36), Role.PLAIN);
                Input grey = new Input(device, Shape.of(1, 4, 3, 1), Role.BYTES);
                Input elsewhere = new Input(other, PICTURES, Role.BYTES)) {
            assertThatThrownBy(() -> pass.images(pictures, two))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("images: pictures [n,h,w,3] and maps [n,36], given [1, 1, 4, 3] and [2, 36]");
            assertThatThrownBy(() -> pass.images(grey, two)).hasMessageContaining("given [1, 4, 3, 1] and [2, 36]");
            assertThatThrownBy(() -> pass.images(elsewhere, two)).hasMessageContaining("lives on device reference");
        }
    }
}
