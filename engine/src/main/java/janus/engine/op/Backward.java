package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;

/** What an op sees while it turns the gradient of y into the gradients of its inputs. */
public interface Backward {
    Device device();

    default Kernels kernels() {
        return device().kernels();
    }

    int inputs();

    /** Shape of input {@code i}; its numbers are there only if they were saved. */
    Shape shape(int i);

    /** The i-th buffer that {@link Op#forward} returned. */
    Buffer saved(int i);

    /** Whether anyone asked for the gradient of input {@code i}. */
    boolean wants(int i);

    /** Gradient of y. The op may overwrite it once it has read it. */
    Buffer dy();

    /**
     * Where the gradient of input {@code i} is to be written; what other readers of the same input contribute is added
     * when the op is done. Scratch if nobody wants it.
     */
    Buffer dx(int i);

    /** Whether {@link #sum} already holds contributions of others; asked before it. */
    boolean adds(int i);

    /** The gradient of input {@code i} itself, for kernels that can add: adds to it if {@link #adds}, else overwrites. */
    Buffer sum(int i);

    /** Contributes dy, as it is now, to input {@code i}, without a copy where that can be. */
    void hand(int i);

    /** Whether this is the tape's last walk, so that saved buffers the op itself allocated may be overwritten. */
    boolean last();

    /** Undefined numbers until the op is done. */
    Buffer scratch(Shape shape, Role role);
}
