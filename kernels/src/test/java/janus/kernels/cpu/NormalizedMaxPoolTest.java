package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Buffer;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In one pass or in two, the same bits: the same maxima, and the same of several equal ones. */
class NormalizedMaxPoolTest {
    private static final int N = 3;
    private static final int C = 17;

    @AutoClose
    private final CpuDevice device = new CpuDevice(2, false, "", ConvolutionTable.builtIn());

    private final Random random = new Random(5);

    @ParameterizedTest
    @CsvSource({"8,8,false", "7,5,false", "1,1,false", "2,9,true", "9,2,true"})
    void forwardHasTheBitsOfTwoPasses(int h, int w, boolean rounded) {
        PoolingSize z = new PoolingSize(N, C, h, w, 3, 3, 2, 1);
        Buffer x = buffer(Shape.of(N, C, h, w), i -> i % 97 == 96 ? Double.NaN : number(rounded));
        Buffer mean = buffer(Shape.of(C), i -> number(rounded));
        Buffer variance = buffer(Shape.of(C), i -> 1);
        Buffer gamma = buffer(Shape.of(C), i -> number(rounded));
        Buffer beta = buffer(Shape.of(C), i -> number(rounded));
        Shape pooled = Shape.of(N, C, z.p(), z.q());
        Buffer room = buffer(x.shape(), i -> 0);
        Buffer y = buffer(pooled, i -> 0);
        Buffer index = buffer(pooled, i -> 0);
        device.kernels().normalizeMaxPool(z, 0, x, mean, variance, gamma, beta, () -> room, y, index);
        Buffer y2 = buffer(pooled, i -> 0);
        Buffer index2 = buffer(pooled, i -> 0);
        device.kernels().normalize(N, C, h * w, 0, true, x, mean, variance, gamma, beta, null, room);
        device.kernels().maxPool(z, room, y2, index2);
        assertThat(floats(y)).isEqualTo(floats(y2));
        assertThat(floats(index)).isEqualTo(floats(index2));
    }

    private double number(boolean rounded) {
        return rounded ? random.nextInt(3) - 1 : random.nextGaussian();
    }

    private Buffer buffer(Shape shape, IntToDoubleFunction number) {
        float[] numbers = new float[shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) number.applyAsDouble(i);
        }
        Buffer buffer = device.allocate(shape, shape.rank() == 4 ? Role.ACTIVATION : Role.PLAIN);
        device.upload(numbers, buffer);
        return buffer;
    }

    private float[] floats(Buffer buffer) {
        float[] numbers = new float[buffer.shape().size()];
        device.download(buffer, numbers);
        return numbers;
    }
}
