package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A convolution with its normalization folded in, of which a form is kept with the filter. */
class EmulatedFoldingTest {
    private static final ConvolutionSize Z = new ConvolutionSize(2, 9, 6, 5, 19, 3, 3, 1, 1);

    private final Random random = new Random(5);

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:0:bf16"})
    void whatIsKeptFollowsEveryWrite(String name) {
        try (Device device = EmulatedDevices.open(name)) {
            Block block = new Block(device);
            float[][] numbers = block.draw(random);
            block.upload(numbers);
            float[] first = block.run();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = numbers(random, numbers[i].length);
                device.upload(numbers[i], block.inputs.get(i));
                float[] changed = block.run();
                assertThat(changed).as("input %d", i).isNotEqualTo(first).isEqualTo(fresh(name, numbers));
                first = changed;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:0:bf16"})
    void replayFollowsWritesToo(String name) {
        try (Device device = EmulatedDevices.open(name)) {
            Block block = new Block(device);
            float[][] numbers = block.draw(random);
            block.upload(numbers);
            for (int i = 0; i < numbers.length; i++) {
                device.repeat("block", block::queue);
                assertThat(block.result()).as("run %d", i).isEqualTo(fresh(name, numbers));
                numbers[i] = numbers(random, numbers[i].length);
                device.upload(numbers[i], block.inputs.get(i));
            }
        }
    }

    @Test
    void filterIsFoldedOnceWhileNothingChanges() {
        Emulation emulation = EmulatedDevices.load();
        try (Device device = EmulatedDevices.open("cuda:0")) {
            Block block = new Block(device);
            block.upload(block.draw(random));
            block.queue();
            long first = emulation.report().launches();
            block.queue();
            device.synchronize();
            assertThat(emulation.report().launches()).isEqualTo(first);
        }
    }

    @Test
    void whatCudnnDoesNotFuseIsConvolvedAndThenNormalized() {
        Emulation emulation = EmulatedDevices.load();
        try (Device device = EmulatedDevices.open("cuda:0")) {
            Block block = new Block(device);
            float[][] numbers = block.draw(random);
            block.upload(numbers);
            emulation.unsupported("cudnnConvolutionBiasActivationForward");
            float[] apart = block.run();
            emulation.unsupported("");
            assertThat(block.run()).as("once refused").isEqualTo(apart);
            float[] fused = fresh("cuda:0", numbers);
            for (int i = 0; i < fused.length; i++) {
                // sums of 81 products of normal numbers, each rounded once more when folded
                assertThat(apart[i]).isCloseTo(fused[i], within(1e-4f));
            }
        } finally {
            emulation.unsupported("");
        }
    }

    private static float[] fresh(String name, float[][] numbers) {
        try (Device device = EmulatedDevices.open(name)) {
            Block block = new Block(device);
            block.upload(numbers);
            return block.run();
        }
    }

    private static float[] numbers(Random random, int n) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = .5f + random.nextFloat();
        }
        return numbers;
    }

    /** x, w, mean, variance, γ, β and the residual, in this order. */
    private static final class Block {
        final Device device;
        final List<Buffer> inputs = new ArrayList<>();
        final Buffer y;

        Block(Device device) {
            this.device = device;
            inputs.add(device.allocate(Shape.of(Z.n(), Z.c(), Z.h(), Z.w()), Role.ACTIVATION));
            inputs.add(device.allocate(Shape.of(Z.k(), Z.c(), Z.r(), Z.s()), Role.FILTER));
            for (int i = 0; i < 4; i++) {
                inputs.add(device.allocate(Shape.of(Z.k()), Role.PLAIN));
            }
            Shape result = Shape.of(Z.n(), Z.k(), Z.p(), Z.q());
            inputs.add(device.allocate(result, Role.ACTIVATION));
            y = device.allocate(result, Role.ACTIVATION);
        }

        float[][] draw(Random random) {
            return inputs.stream()
                    .map(input -> numbers(random, input.shape().size()))
                    .toArray(float[][]::new);
        }

        void upload(float[][] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                device.upload(numbers[i], inputs.get(i));
            }
        }

        float[] run() {
            queue();
            return result();
        }

        void queue() {
            device.kernels()
                    .convolutionNormalized(
                            Z,
                            1e-5,
                            true,
                            inputs.get(0),
                            inputs.get(1),
                            inputs.get(2),
                            inputs.get(3),
                            inputs.get(4),
                            inputs.get(5),
                            inputs.get(6),
                            y);
        }

        float[] result() {
            float[] result = new float[y.shape().size()];
            device.download(y, result);
            return result;
        }
    }
}
