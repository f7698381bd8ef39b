package janus.models.train;

/** A model met a NaN or an infinity: in a step, which was not applied, or in what it says of an image. */
public final class NonFinite extends RuntimeException {
    NonFinite(String model, long step, String tensor) {
        this("model " + model + ", step " + step + ": " + tensor + " is not finite, the step was not applied");
    }

    NonFinite(String what) {
        super(what + "; lower optimizer.rate or set optimizer.clip");
    }
}
