package janus.bench.peers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import janus.kernels.ConvolutionSize;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/** oneDNN's convolution in the layouts it asks for: reorders to and from them are not timed. */
final class OneDnnConvolution implements Party {
    private final ConvolutionSize z;
    private final engine cpu = new engine(engine.kind.cpu, 0);
    private final stream queue = new stream(cpu);
    private final primitive convolution;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final memory result;
    private final long[] resultShape;

    OneDnnConvolution(Work work) {
        z = work.convolution().size(work.batch());
        long[] x = {z.n(), z.c(), z.h(), z.w()};
        long[] w = {z.k(), z.c(), z.r(), z.s()};
        long[] y = {z.n(), z.k(), z.p(), z.q()};
        convolution_forward.primitive_desc forward = forward(x, w, y);
        switch (work.kind()) {
            case FORWARD -> {
                convolution = new convolution_forward(forward);
                put(DNNL_ARG_SRC, "x", x, forward.src_desc());
                put(DNNL_ARG_WEIGHTS, "w", w, forward.weights_desc());
                result = put(DNNL_ARG_DST, "y", y, forward.dst_desc());
                resultShape = y;
            }
            case BACKWARD_DATA -> {
                var back = new convolution_backward_data.primitive_desc(
                        cpu, algorithm(), any(x), any(w), any(y), strides(), pads(), pads(), forward);
                convolution = new convolution_backward_data(back);
                put(DNNL_ARG_DIFF_DST, "y", y, back.diff_dst_desc());
                put(DNNL_ARG_WEIGHTS, "w", w, back.weights_desc());
                result = put(DNNL_ARG_DIFF_SRC, "x", x, back.diff_src_desc());
                resultShape = x;
            }
            case BACKWARD_FILTER -> {
                var back = new convolution_backward_weights.primitive_desc(
                        cpu, algorithm(), any(x), any(w), any(y), strides(), pads(), pads(), forward);
                convolution = new convolution_backward_weights(back);
                put(DNNL_ARG_SRC, "x", x, back.src_desc());
                put(DNNL_ARG_DIFF_DST, "y", y, back.diff_dst_desc());
                result = put(DNNL_ARG_DIFF_WEIGHTS, "w", w, back.diff_weights_desc());
                resultShape = w;
            }
            default -> throw new IllegalArgumentException(work.toString());
        }
    }

    @Override
    public String version() {
        dnnl_version_t version = dnnl.dnnl_version();
        return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch();
    }

    @Override
    public void run() {
        convolution.execute(queue, arguments);
        queue._wait();
    }

    @Override
    public float[] check() {
        run();
        memory plain = new memory(plain(resultShape), cpu);
        new reorder(result, plain).execute(queue, result, plain);
        queue._wait();
        float[] numbers = new float[(int) (plain.get_desc().get_size() / Float.BYTES)];
        new FloatPointer(plain.get_data_handle()).get(numbers);
        return Party.sample(numbers);
    }

    private memory put(int argument, String name, long[] shape, memory.desc layout) {
        memory plain = new memory(plain(shape), cpu);
        int count = (int) (plain.get_desc().get_size() / Float.BYTES);
        new FloatPointer(plain.get_data_handle()).put(Network.gaussian(name, count, 0, 1));
        memory reordered = new memory(layout, cpu);
        new reorder(plain, reordered).execute(queue, plain, reordered);
        queue._wait();
        arguments.put(argument, reordered);
        return reordered;
    }

    private convolution_forward.primitive_desc forward(long[] x, long[] w, long[] y) {
        return new convolution_forward.primitive_desc(
                cpu, dnnl.prop_kind.forward_training, algorithm(), any(x), any(w), any(y), strides(), pads(), pads());
    }

    private static dnnl.algorithm algorithm() {
        return dnnl.algorithm.convolution_auto;
    }

    private long[] strides() {
        return new long[] {z.stride(), z.stride()};
    }

    private long[] pads() {
        return new long[] {z.pad(), z.pad()};
    }

    private static memory.desc any(long[] shape) {
        return new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
    }

    private static memory.desc plain(long[] shape) {
        return new memory.desc(shape, memory.data_type.f32, memory.format_tag.abcd);
    }
}
