package janus.kernels.parity;

import janus.kernels.Role;

/** What a device stores feature maps and filters in. Whatever it is, it sums in float32. */
enum Precision {
    FLOAT32(0),
    /** The upper half of float32: 8 significant bits, so that storing errs by up to 2⁻⁸ of the number. */
    BF16(0x1p-8);

    /** What storing a number may change, relative to it, beyond float32. */
    final double unit;

    Precision(double unit) {
        this.unit = unit;
    }

    boolean stores(Role role) {
        return this == BF16 && role != Role.PLAIN;
    }

    /** The number nearest to {@code value} that can be stored, ties to even. */
    float nearest(float value, Role role) {
        if (!stores(role) || Float.isNaN(value)) {
            return value;
        }
        int bits = Float.floatToRawIntBits(value);
        return Float.intBitsToFloat((bits + 0x7FFF + (bits >>> 16 & 1)) & 0xFFFF0000);
    }
}
