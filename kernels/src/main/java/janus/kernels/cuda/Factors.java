package janus.kernels.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/** 1 and 0 as the libraries want them: as addresses of float32 on the host. */
final class Factors {
    private static final MemorySegment NUMBERS = Arena.global().allocateFrom(JAVA_FLOAT, 1, 0);
    static final Pointer ONE = Address.at(NUMBERS.address());
    static final Pointer ZERO = Address.at(NUMBERS.address() + Float.BYTES);

    private Factors() {}
}
