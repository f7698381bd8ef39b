package janus.bench.gpu;

/**
 * What two parties are timed at.
 *
 * @param device Janus' device; PyTorch computes with the same precision
 * @param mode PyTorch's: eager, graph or reduce-overhead
 */
record Cell(String device, int pixels, int batch, String mode) {
    /** The precision, as PyTorch's side calls it. */
    String precision() {
        return device.contains(":bf16") ? "bf16" : "float32";
    }

    Size size() {
        return new Size(1, pixels, batch);
    }

    @Override
    public String toString() {
        return device + ", " + pixels + " px, batch " + batch + ", PyTorch " + mode;
    }
}
