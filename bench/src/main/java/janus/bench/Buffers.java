package janus.bench;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Arrays;
import java.util.Random;

/** Buffers of normal random numbers: zeros and denormals would time something else. */
final class Buffers {
    private Buffers() {}

    static Buffer random(Device device, Role role, int... extents) {
        Buffer buffer = device.allocate(Shape.of(extents), role);
        Random random = new Random(1);
        float[] values = new float[buffer.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        device.upload(values, buffer);
        return buffer;
    }

    /** The same number everywhere. */
    static Buffer filled(Device device, float value, int extent) {
        Buffer buffer = device.allocate(Shape.of(extent), Role.PLAIN);
        float[] values = new float[extent];
        Arrays.fill(values, value);
        device.upload(values, buffer);
        return buffer;
    }
}
