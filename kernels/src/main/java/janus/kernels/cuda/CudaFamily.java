package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Role;

/** What the families of kernels share. */
interface CudaFamily extends Kernels {
    Layout layout();

    Memory memory();

    Launch launch();

    default CudaBuffer own(Buffer buffer) {
        return CudaBuffer.of(buffer, memory());
    }

    /** Starts a launch of the kernel for the storage of {@code buffer}. */
    default Launch launch(String family, String kernel, Buffer buffer) {
        return launch().of(family, kernel + (layout().narrow(buffer.role()) ? "_bf16" : "_f32"));
    }

    /** Channels of a pixel in {@code buffer}, padding lanes too. */
    default int stride(Buffer buffer, int c) {
        return buffer.role() == Role.PLAIN ? c : layout().padded(c);
    }
}
