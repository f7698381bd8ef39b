package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A batch with channels to spare that is normalized by its own statistics, and differentiated, as in training. */
final class Normalized {
    private static final int N = 3;
    private static final int C = 13;
    private static final int HW = 10;

    double epsilon = 1e-3;
    final Buffer y;
    private final Device device;
    private final boolean relu;
    private final Random random = new Random(4);
    private final Buffer x;
    private final Buffer dy;
    private final @Nullable Buffer residual;
    private final Buffer mean;
    private final Buffer variance;
    private final Buffer gamma;
    private final Buffer beta;
    private final Buffer dgamma;
    private final Buffer dbeta;
    private final Buffer dx;
    private final @Nullable Buffer dresidual;

    Normalized(Device device, boolean relu, boolean residual) {
        this(device, relu, residual, false);
    }

    /** As above; the gradients take the place of x and dy if {@code inPlace}. */
    Normalized(Device device, boolean relu, boolean residual, boolean inPlace) {
        this.device = device;
        this.relu = relu;
        x = map();
        y = map();
        dy = map();
        dx = inPlace ? x : map();
        this.residual = residual ? map() : null;
        dresidual = residual ? inPlace ? dy : map() : null;
        mean = channels();
        variance = channels();
        gamma = channels();
        beta = channels();
        dgamma = channels();
        dbeta = channels();
        move();
    }

    private Buffer map() {
        return device.allocate(Shape.of(N, C, 1, HW), Role.ACTIVATION);
    }

    private Buffer channels() {
        return device.allocate(Shape.of(C), Role.PLAIN);
    }

    /** Other numbers in all inputs: 64ths, exact in both storages. */
    void move() {
        List<Buffer> inputs = new ArrayList<>(List.of(x, dy, gamma, beta));
        if (residual != null) {
            inputs.add(residual);
        }
        for (Buffer input : inputs) {
            float[] numbers = new float[input.shape().size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextInt(-128, 129) / 64f;
            }
            device.upload(numbers, input);
        }
    }

    void train() {
        statistics();
        forward();
        backward();
    }

    void statistics() {
        device.kernels().batchStatistics(N, C, HW, x, mean, variance);
    }

    void forward() {
        device.kernels().normalize(N, C, HW, epsilon, relu, x, mean, variance, gamma, beta, residual, y);
    }

    /** Without a residual y is not kept. */
    void backward() {
        device.kernels()
                .normalizeBackward(
                        N,
                        C,
                        HW,
                        epsilon,
                        relu,
                        dy,
                        residual == null ? null : y,
                        x,
                        mean,
                        variance,
                        gamma,
                        beta,
                        dgamma,
                        dbeta,
                        dx,
                        dresidual);
    }

    List<Buffer> outputs() {
        List<Buffer> outputs = new ArrayList<>(List.of(y, dgamma, dbeta, dx));
        if (dresidual != null) {
            outputs.add(dresidual);
        }
        return outputs;
    }

    List<float[]> results() {
        return outputs().stream().map(this::read).toList();
    }

    float[] read(Buffer buffer) {
        float[] numbers = new float[buffer.shape().size()];
        device.download(buffer, numbers);
        return numbers;
    }
}
