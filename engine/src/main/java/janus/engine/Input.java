package janus.engine;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;

/**
 * Numbers that come from the host and outlive a pass. {@link Pass#tensor(Input)} reads them as a constant; setting
 * others changes what a recorded {@link Step} reads.
 */
public final class Input implements AutoCloseable {
    private final Device device;
    private final Buffer buffer;

    /** Undefined numbers, until they are set. */
    public Input(Device device, Shape shape, Role role) {
        this.device = device;
        this.buffer = device.allocate(shape, role);
    }

    public Shape shape() {
        return buffer.shape();
    }

    /** Overwrites its numbers, row-major. */
    public void set(float[] numbers) {
        device.upload(numbers, buffer);
    }

    /** As {@link #set(float[])}; rounds to the device's precision. */
    public void set(double[] numbers) {
        device.upload(numbers, buffer);
    }

    /** Overwrites its bytes, row-major: of an input of BYTES. */
    public void set(byte[] bytes) {
        device.upload(bytes, buffer);
    }

    @Override
    public void close() {
        device.free(buffer);
    }

    Device device() {
        return device;
    }

    Buffer buffer() {
        return buffer;
    }
}
