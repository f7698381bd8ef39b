package janus.models.train;

/** A step met a NaN or an infinity. It was not applied. */
public final class NonFinite extends RuntimeException {
    NonFinite(String model, long step, String tensor) {
        super("model " + model + ", step " + step + ": " + tensor
                + " is not finite, the step was not applied; lower optimizer.rate or set optimizer.clip");
    }
}
