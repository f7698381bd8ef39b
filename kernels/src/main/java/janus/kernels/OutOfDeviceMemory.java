package janus.kernels;

/** A device could not provide memory; the message names what was asked, what is in use and the remedy. */
public final class OutOfDeviceMemory extends RuntimeException {
    public OutOfDeviceMemory(String message) {
        super(message);
    }
}
