package janus.bench.peers;

import janus.bench.Layer;
import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import janus.kernels.Shape;

/** One of Janus's convolution kernels. */
final class JanusConvolution implements Party {
    private final Work work;
    private final ConvolutionSize z;
    private final Device device;
    private final Buffer x;
    private final Buffer w;
    private final Buffer y;

    JanusConvolution(Work work, int threads) {
        this.work = work;
        z = work.convolution().size(work.batch());
        device = Devices.open("cpu:" + threads);
        Role role = work.layer() == Layer.STEM ? Role.IMAGE : Role.ACTIVATION;
        x = random("x", role, z.n(), z.c(), z.h(), z.w());
        w = random("w", Role.FILTER, z.k(), z.c(), z.r(), z.s());
        y = random("y", Role.ACTIVATION, z.n(), z.k(), z.p(), z.q());
    }

    @Override
    public String version() {
        return "Janus 0.1.0";
    }

    @Override
    public void run() {
        switch (work.kind()) {
            case FORWARD -> device.kernels().convolution(z, x, w, y);
            case BACKWARD_DATA -> device.kernels().convolutionBackwardData(z, y, w, false, x);
            case BACKWARD_FILTER -> device.kernels().convolutionBackwardFilter(z, x, y, w);
            default -> throw new IllegalStateException(work.toString());
        }
        device.synchronize();
    }

    @Override
    public float[] check() {
        run();
        Buffer result =
                switch (work.kind()) {
                    case FORWARD -> y;
                    case BACKWARD_DATA -> x;
                    default -> w;
                };
        float[] numbers = new float[result.shape().size()];
        device.download(result, numbers);
        return Party.sample(numbers);
    }

    @Override
    public void close() {
        device.close();
    }

    private Buffer random(String name, Role role, int... extents) {
        Buffer buffer = device.allocate(Shape.of(extents), role);
        device.upload(Network.gaussian(name, buffer.shape().size(), 0, 1), buffer);
        return buffer;
    }
}
