package janus.kernels;

/** A kernel table cannot be used: {@code <file>:<line>: <what>; <what to do>} on one line. */
public final class BadKernelTable extends IllegalArgumentException {
    public BadKernelTable(String message) {
        super(message);
    }
}
