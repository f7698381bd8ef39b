package janus.bench.gpu;

import janus.kernels.Shape;

/**
 * How a device rounds.
 *
 * @param operands largest relative error of a number that is stored or multiplied, beyond float32: 0 where there is none
 * @param minimal whether 3×3 convolutions may be by minimal filtering, F(4×4, 3×3)
 * @param bits of the mantissa that a weight's error of one unit leaves as they are: minimal filtering loses three more
 */
record Precision(double operands, boolean minimal, int bits) {
    /** Unit roundoff of float32. */
    static final double FLOAT32_UNIT = 0x1p-24;

    /** By the name of the device. */
    static Precision of(String device) {
        if (device.contains(":bf16")) {
            return new Precision(0x1p-8, false, 7);
        }
        if (device.contains(":tf32")) {
            return new Precision(0x1p-11, false, 10);
        }
        boolean minimal = device.startsWith("cpu") && !device.endsWith(":strict");
        return new Precision(0, minimal, minimal ? 20 : 23);
    }

    /**
     * The relative error of each weight, or pixel, that changes a layer's output as much as the device's roundings do.
     * A sum of n products taken in order errs by √(n/6) roundings of the result, and as much as if each product was off
     * by that; a few more follow where the result is normalised and stored. Minimal filtering multiplies them by 31 at
     * most, its sums being over channels alone. With short operands, filter, map in and map out are rounded, each by up
     * to a unit, at random and so by .4 of it on average: √3 · .4 is below one.
     */
    double error(Shape weights) {
        double terms = (double) weights.size() / weights.at(0);
        boolean filtered = minimal && weights.rank() == 4 && weights.at(3) == 3;
        double roundings = filtered ? 31 * Math.sqrt(weights.at(1) / 6.0 + 3) : Math.sqrt(terms / 6 + 3);
        return operands + FLOAT32_UNIT * roundings;
    }
}
