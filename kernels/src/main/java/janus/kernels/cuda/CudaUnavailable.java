package janus.kernels.cuda;

/** No CUDA device can be had here; the message is one line: what is missing, where it was looked for, the remedy. */
public final class CudaUnavailable extends IllegalArgumentException {
    private final String what;
    private final String remedy;

    public CudaUnavailable(String what, String remedy) {
        super(what + "; " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    /** The line's first half, without the remedy. */
    public String what() {
        return what;
    }

    public String remedy() {
        return remedy;
    }
}
