package janus.kernels.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/** 1 and 0 as the libraries want them: as addresses of float32 on the host. */
final class Factors {
    private final MemorySegment numbers = Arena.ofAuto().allocateFrom(JAVA_FLOAT, 1, 0);
    private final Pointer one = Address.at(numbers.address());
    private final Pointer zero = Address.at(numbers.address() + Float.BYTES);

    Pointer one() {
        return one;
    }

    Pointer zero() {
        return zero;
    }
}
