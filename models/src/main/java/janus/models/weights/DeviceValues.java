package janus.models.weights;

import janus.kernels.Buffer;
import janus.kernels.Device;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of a device's buffer, fetched when they are written: float64 on {@code reference}, else float32. */
public record DeviceValues(Device device, Buffer buffer) implements Values {
    @Override
    public Array.Dtype dtype() {
        return device.name().equals("reference") ? Array.Dtype.F64 : Array.Dtype.F32;
    }

    @Override
    public int[] shape() {
        return buffer.shape().toArray();
    }

    @Override
    public void writeTo(ByteBuffer target) {
        if (dtype() == Array.Dtype.F64) {
            double[] numbers = new double[buffer.shape().size()];
            device.download(buffer, numbers);
            target.asDoubleBuffer().put(numbers);
        } else {
            float[] numbers = new float[buffer.shape().size()];
            device.download(buffer, numbers);
            target.asFloatBuffer().put(numbers);
        }
        target.position(target.limit());
    }

    /** A copy on the host. */
    public Array fetch() {
        ByteBuffer bytes =
                ByteBuffer.allocate(buffer.shape().size() * dtype().size()).order(ByteOrder.LITTLE_ENDIAN);
        writeTo(bytes);
        return new Array(dtype(), shape(), bytes.flip());
    }

    /** Overwrites the numbers; float64 is rounded to what the device keeps. */
    public void set(Array array) {
        if (array.dtype() == Array.Dtype.F64) {
            device.upload(array.doubles(), buffer);
        } else {
            device.upload(array.floats(), buffer);
        }
    }
}
