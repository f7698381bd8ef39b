package janus.kernels.cuda;

/** Whose kernels normalize batches. Statistics are taken by Janus' own in any case. */
public enum Normalizer {
    OWN(""),
    CUDNN(":cudnn-norm");

    /** How it is told in a device's name. */
    public final String word;

    Normalizer(String word) {
        this.word = word;
    }
}
