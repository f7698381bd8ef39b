package janus.kernels.cuda;

import janus.kernels.Role;
import janus.kernels.Shape;

/**
 * Where elements lie: IMAGE and ACTIVATION as [n,h,w,c], FILTER as [k,r,s,c], with c and k padded to whole vectors of 16
 * bytes; PLAIN and BYTES row-major. FILTER and PLAIN are float32 always, IMAGE and ACTIVATION bf16 if {@code bf16}.
 */
record Layout(boolean bf16) {
    /** Leaves room for a grid to step past the end. */
    private static final int MOST = Integer.MAX_VALUE - (1 << 24);

    /** Channels in 16 bytes. */
    int lanes() {
        return bf16 ? 8 : 4;
    }

    /** Of a number that convolutions multiply. */
    long numberBytes() {
        return bf16 ? Short.BYTES : Float.BYTES;
    }

    int padded(int channels) {
        return Math.ceilDiv(channels, lanes()) * lanes();
    }

    /** Numbers a buffer spans, padding included. */
    int length(Shape shape, Role role) {
        if (role != Role.PLAIN && shape.rank() != 4) {
            throw new IllegalArgumentException(role + " has rank 4, given " + shape);
        }
        long length =
                switch (role) {
                    case PLAIN, BYTES -> shape.size();
                    case IMAGE, ACTIVATION -> (long) shape.at(0) * padded(shape.at(1)) * shape.at(2) * shape.at(3);
                    case FILTER -> (long) padded(shape.at(0)) * padded(shape.at(1)) * shape.at(2) * shape.at(3);
                };
        if (length > MOST) {
            throw new IllegalArgumentException("more than 2^31 elements with padding: " + role + " " + shape);
        }
        return (int) length;
    }

    long bytes(Shape shape, Role role) {
        return (long) length(shape, role) * (role == Role.BYTES ? 1 : narrow(role) ? 2 : 4);
    }

    /** Whether a role is stored as bf16. */
    boolean narrow(Role role) {
        return bf16 && (role == Role.IMAGE || role == Role.ACTIVATION);
    }
}
