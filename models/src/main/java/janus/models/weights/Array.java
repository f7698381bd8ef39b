package janus.models.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Numbers of a weight file: row-major, little-endian. Rank 0 is a scalar. */
public record Array(Dtype dtype, int[] shape, ByteBuffer bytes) implements Values {
    /** How one number is stored. */
    public enum Dtype {
        F64(8),
        F32(4),
        F16(2),
        BF16(2),
        I64(8),
        I32(4),
        U8(1);

        private final int size;

        Dtype(int size) {
            this.size = size;
        }

        /** Bytes of one number. */
        public int size() {
            return size;
        }
    }

    public Array {
        bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != Math.multiplyExact(Values.count(shape), dtype.size())) {
            throw new IllegalArgumentException(
                    dtype + " " + Arrays.toString(shape) + " does not take " + bytes.remaining() + " bytes");
        }
    }

    public static Array of(int[] shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Array(Dtype.F32, shape, bytes);
    }

    /** Number of elements. */
    public int size() {
        return bytes.remaining() / dtype.size();
    }

    /** Element {@code i}; a 64-bit integer beyond 2⁵³ is rounded. */
    public double at(int i) {
        return switch (dtype) {
            case F64 -> bytes.getDouble(8 * i);
            case F32 -> bytes.getFloat(4 * i);
            case F16 -> Float.float16ToFloat(bytes.getShort(2 * i));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case I64 -> bytes.getLong(8 * i);
            case I32 -> bytes.getInt(4 * i);
            case U8 -> bytes.get(i) & 0xFF;
        };
    }

    /** All elements; exact but for integers beyond 2⁵³. */
    public double[] doubles() {
        double[] values = new double[size()];
        Arrays.setAll(values, this::at);
        return values;
    }

    /** All elements, rounded to float. */
    public float[] floats() {
        float[] values = new float[size()];
        if (dtype == Dtype.F32) {
            bytes.asFloatBuffer().get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) at(i);
            }
        }
        return values;
    }

    @Override
    public void writeTo(ByteBuffer target) {
        target.put(bytes.duplicate());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Array array
                && dtype == array.dtype
                && Arrays.equals(shape, array.shape)
                && bytes.equals(array.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shape) * 31 + bytes.hashCode();
    }

    @Override
    public String toString() {
        return dtype + " " + Arrays.toString(shape);
    }
}
