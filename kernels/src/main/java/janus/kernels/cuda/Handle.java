package janus.kernels.cuda;

import jcuda.jcudnn.cudnnHandle;

/** cuDNN's handle, whose address its graph interface wants. */
final class Handle extends cudnnHandle {
    long address() {
        return getNativePointer();
    }
}
