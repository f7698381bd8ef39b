package janus.kernels.cuda;

import janus.kernels.Role;
import janus.kernels.Shape;
import java.lang.foreign.MemorySegment;

/** Numbers between the host, row-major, and buffers, each in its layout. */
final class Transfers {
    private final Layout layout;
    private final Memory memory;
    private final Staging staging;
    private final Launch launch;

    Transfers(Layout layout, Memory memory, Staging staging, Launch launch) {
        this.layout = layout;
        this.memory = memory;
        this.staging = staging;
        this.launch = launch;
    }

    void upload(float[] source, CudaBuffer target) {
        check(target.role() != Role.BYTES, target);
        if (target.role() == Role.PLAIN) {
            target.storage().touch();
            staging.upload(MemorySegment.ofArray(source), target.address());
            return;
        }
        Block outside = memory.take((long) source.length * Float.BYTES);
        staging.upload(MemorySegment.ofArray(source), outside.address);
        Shape z = target.shape();
        int total = target.role() == Role.FILTER ? layout.padded(z.at(0)) : z.at(0);
        int hw = z.at(2) * z.at(3);
        int stride = layout.padded(z.at(1));
        launch.of("layout", layout.narrow(target.role()) ? "rows_bf16" : "rows_f32")
                .sizes(total, z.at(0), z.at(1), hw, stride)
                .at(outside.address)
                .out(target)
                .over(layout.length(z, target.role()) / layout.lanes());
        memory.giveBack(outside);
    }

    void upload(byte[] source, CudaBuffer target) {
        check(target.role() == Role.BYTES, target);
        target.storage().touch();
        staging.upload(MemorySegment.ofArray(source), target.address());
    }

    private static void check(boolean fits, CudaBuffer buffer) {
        if (!fits) {
            throw new IllegalArgumentException(
                    buffer + ": bytes are uploaded to BYTES, to nothing else, and stay there");
        }
    }

    void download(CudaBuffer source, float[] target) {
        check(source.role() != Role.BYTES, source);
        if (memory.recording() != null) {
            throw new IllegalStateException(
                    memory.device() + ": nothing is downloaded while a step is recorded; download after it");
        }
        if (source.role() == Role.PLAIN) {
            staging.download(source.address(), target);
            return;
        }
        Block outside = memory.take((long) target.length * Float.BYTES);
        Shape z = source.shape();
        launch.of("layout", layout.narrow(source.role()) ? "planes_bf16" : "planes_f32")
                .sizes(z.at(0), z.at(1), z.at(2) * z.at(3), layout.padded(z.at(1)))
                .in(source)
                .at(outside.address)
                .over(layout.length(z, source.role()) / layout.lanes());
        staging.download(outside.address, target);
        memory.giveBack(outside);
    }
}
