package janus.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import janus.bench.gpu.FlawedDevice.Flaw;
import janus.bench.gpu.Verdict.State;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.util.function.Function;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.Test;

/** What a GPU is held to, on the CPU: each check passes there, and each finds the mistake it looks for. */
final class ChecksTest {
    private static final String DEVICE = "cpu:2:strict";
    private static final Size SMALL = new Size(.125, 32, 4);

    private int steps;

    @Test
    void networkOfTheCpuIsThatOfTheReference() {
        assertState(new NetworkCheck(Devices::open, SMALL).of(DEVICE)).isEqualTo(State.PASSED);
    }

    @Test
    void gradientOfOneInAThousandTooMuchIsFound() {
        Flaw flaw = (device, kernel, arguments) -> {
            if (kernel.equals("globalAveragePoolBackward")) {
                scale(device, (Buffer) arguments[4], 1.001f);
            }
        };
        assertState(new NetworkCheck(with(flaw), SMALL).of(DEVICE)).isEqualTo(State.FAILED);
    }

    @Test
    void stepsOfTheCpuLieAmongThoseOfItsOthers() {
        assertState(new StepsCheck(Devices::open, SMALL).of(DEVICE)).isEqualTo(State.PASSED);
    }

    @Test
    void rateOfOnePercentTooMuchIsFound() {
        Flaw flaw = (device, kernel, arguments) -> {
            if (kernel.equals("gate")) {
                Buffer step = (Buffer) arguments[3];
                double[] numbers = new double[step.shape().size()];
                device.download(step, numbers);
                numbers[Updates.RATE] *= 1.01;
                device.upload(numbers, step);
            }
        };
        assertState(new StepsCheck(with(flaw), SMALL).of(DEVICE)).isEqualTo(State.FAILED);
    }

    @Test
    void stepOfTheCpuEndsInTheSameBitsEachTime() {
        assertState(RepeatsCheck.run(Devices::open, DEVICE, SMALL)).isEqualTo(State.PASSED);
    }

    @Test
    void bitThatIsElsewhereOnceIsFound() {
        Flaw flaw = (device, kernel, arguments) -> {
            steps += kernel.equals("dot") ? 1 : 0;
            if (kernel.equals("adam") && steps == 30) {
                Buffer w = (Buffer) arguments[9];
                float[] weights = new float[w.shape().size()];
                device.download(w, weights);
                weights[0] = Math.nextUp(weights[0]);
                device.upload(weights, w);
            }
        };
        assertState(RepeatsCheck.run(with(flaw), DEVICE, SMALL)).isEqualTo(State.FAILED);
    }

    @Test
    void memoryOfTheCpuIsEnoughFromTheSecondStepOn() {
        assertState(LeakCheck.run(Devices::open, DEVICE, SMALL)).isEqualTo(State.PASSED);
    }

    @Test
    void bufferThatIsNotGivenBackIsFound() {
        Flaw flaw = (device, kernel, arguments) -> {
            steps += kernel.equals("dot") ? 1 : 0;
            if (kernel.equals("dot") && steps == 100) {
                device.allocate(Shape.of(1), Role.PLAIN);
            }
        };
        assertState(LeakCheck.run(with(flaw), DEVICE, SMALL)).isEqualTo(State.FAILED);
    }

    private static AbstractObjectAssert<?, State> assertState(Verdict verdict) {
        return assertThat(verdict.state()).as(verdict.line());
    }

    /** Opens devices of which the one under test has a flaw. */
    private static Function<String, Device> with(Flaw flaw) {
        return name -> name.equals(DEVICE) ? FlawedDevice.open(name, flaw) : Devices.open(name);
    }

    private static void scale(Device device, Buffer buffer, float factor) {
        float[] numbers = new float[buffer.shape().size()];
        device.download(buffer, numbers);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= factor;
        }
        device.upload(numbers, buffer);
    }
}
