package janus.kernels;

/**
 * How much memory there is for a device's buffers.
 *
 * @param bytes in all, those in use counted
 * @param ofHeap whether they are the Java heap's, of which the rest of the program takes its share
 */
public record Room(long bytes, boolean ofHeap) {
    /** What the Java heap may grow to. */
    public static Room heap() {
        return new Room(Runtime.getRuntime().maxMemory(), true);
    }
}
