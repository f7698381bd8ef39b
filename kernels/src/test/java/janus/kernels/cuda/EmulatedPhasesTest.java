package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An image that several convolutions of stride 2 read, each in a form of its own. */
class EmulatedPhasesTest {
    private static final ConvolutionSize SMALL = new ConvolutionSize(1, 3, 12, 10, 8, 3, 3, 2, 1);
    private static final ConvolutionSize LARGE = new ConvolutionSize(1, 3, 12, 10, 8, 7, 7, 2, 3);

    @AutoClose
    private final Device device = EmulatedDevices.open("cuda:0:bf16");

    @Test
    void eachConvolutionReadsItsOwnForm() {
        List<float[]> alone = new ArrayList<>();
        for (ConvolutionSize z : List.of(SMALL, LARGE)) {
            alone.addAll(results(List.of(z), image()));
        }
        Buffer shared = image();
        List<float[]> together = results(List.of(SMALL, LARGE), shared);
        // forward, forward, then both gradients, of which the first finds the other's form
        assertThat(together)
                .usingRecursiveComparison()
                .isEqualTo(List.of(alone.get(0), alone.get(2), alone.get(1), alone.get(3)));
    }

    /** y of each, then the gradient of each filter. */
    private List<float[]> results(List<ConvolutionSize> sizes, Buffer image) {
        List<float[]> results = new ArrayList<>();
        for (ConvolutionSize z : sizes) {
            Buffer y = device.allocate(Shape.of(z.n(), z.k(), z.p(), z.q()), Role.ACTIVATION);
            device.kernels().convolution(z, image, drawn(filter(z), Role.FILTER), y);
            results.add(numbers(y));
        }
        for (ConvolutionSize z : sizes) {
            Buffer dw = device.allocate(filter(z), Role.FILTER);
            Buffer dy = drawn(Shape.of(z.n(), z.k(), z.p(), z.q()), Role.ACTIVATION);
            device.kernels().convolutionBackwardFilter(z, image, dy, dw);
            results.add(numbers(dw));
        }
        return results;
    }

    private Buffer image() {
        return drawn(Shape.of(1, 3, 12, 10), Role.IMAGE);
    }

    private static Shape filter(ConvolutionSize z) {
        return Shape.of(z.k(), z.c(), z.r(), z.s());
    }

    private Buffer drawn(Shape shape, Role role) {
        Random random = new Random(shape.size());
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Buffer buffer = device.allocate(shape, role);
        device.upload(values, buffer);
        return buffer;
    }

    private float[] numbers(Buffer buffer) {
        float[] numbers = new float[buffer.shape().size()];
        device.download(buffer, numbers);
        return numbers;
    }
}
