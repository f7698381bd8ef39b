package janus.kernels;

/** A float64 as three float32 that add up to it in float64, exactly: so it passes through a PLAIN buffer. */
public final class Triple {
    /** Numbers of float32 for one of float64. */
    public static final int LENGTH = 3;

    private Triple() {}

    /** The triples of {@code numbers}, one after the other. Each is exact unless it has bits below 2⁻¹⁴⁹. */
    public static float[] of(double[] numbers) {
        float[] triples = new float[LENGTH * numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            double rest = numbers[i];
            for (int k = 0; k < LENGTH; k++) {
                float part = (float) rest;
                triples[LENGTH * i + k] = part;
                rest -= part;
            }
        }
        return triples;
    }
}
