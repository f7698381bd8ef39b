package janus.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import org.junit.jupiter.api.Test;

final class ReferenceDeviceTest {
    @Test
    void allocatedNumbersAreNaN() {
        try (Device device = new ReferenceDevice()) {
            double[] values = new double[6];
            device.download(device.allocate(Shape.of(2, 3), Role.PLAIN), values);
            assertThat(values).containsOnly(Double.NaN);
        }
    }

    @Test
    void doublesComeBackExactly() {
        try (Device device = new ReferenceDevice()) {
            Buffer buffer = device.allocate(Shape.of(3), Role.PLAIN);
            double[] values = {1 / 3.0, Math.PI, -1e-300};
            device.upload(values, buffer);
            double[] back = new double[3];
            device.download(buffer, back);
            assertThat(back).containsExactly(values);
        }
    }

    @Test
    void sizesThatDoNotFitTheirBuffersAreTold() {
        try (Device device = new ReferenceDevice()) {
            Buffer small = device.allocate(Shape.of(2), Role.PLAIN);
            assertThatThrownBy(() -> device.kernels().fill(Shape.of(3), 1, small))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("element 2 of buffer 0: PLAIN [2]");
        }
    }

    /** 1·1 + 2·2 + 3·3 + 4·4 in the middle; the corner sees one pixel through the filter's last tap. */
    @Test
    void convolutionIsACrossCorrelation() {
        try (Device device = new ReferenceDevice()) {
            Buffer x = device.allocate(Shape.of(1, 1, 2, 2), Role.IMAGE);
            Buffer w = device.allocate(Shape.of(1, 1, 2, 2), Role.FILTER);
            Buffer y = device.allocate(Shape.of(1, 1, 3, 3), Role.ACTIVATION);
            device.upload(new double[] {1, 2, 3, 4}, x);
            device.upload(new double[] {1, 2, 3, 4}, w);
            device.kernels().convolution(new ConvolutionSize(1, 1, 2, 2, 1, 2, 2, 1, 1), x, w, y);
            double[] values = new double[9];
            device.download(y, values);
            assertThat(values).containsExactly(4, 11, 6, 14, 30, 14, 6, 11, 4);
        }
    }
}
