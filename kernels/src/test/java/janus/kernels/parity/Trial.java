package janus.kernels.parity;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * One run of a {@link ParityCase} on one device: makes its buffers, in the order asked for, with numbers that depend on
 * the seed and that order alone, and remembers which are outputs. All numbers are floats.
 */
final class Trial {
    /** What a trial may vary without changing what is computed. */
    enum Kind {
        /** Every buffer by itself. */
        BUFFERS,
        /** Every buffer as the middle view of an arena of three. */
        VIEWS,
        /** As BUFFERS, with the absolute values of all inputs. */
        MAGNITUDES
    }

    /** A buffer the case writes, and how near to the truth it must come. */
    record Output(Buffer buffer, Tolerance tolerance) {}

    final Kernels kernels;
    private final Device device;
    private final Probe probe;
    private final SplittableRandom random;
    private final Kind kind;
    private final Precision precision;
    private final List<Output> outputs = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Arena> arenas = new ArrayList<>();

    Trial(Device device, Kernels kernels, Probe probe, long seed, Kind kind) {
        this(device, kernels, probe, seed, kind, Precision.FLOAT32);
    }

    /** As above; numbers that {@code precision} cannot store give way to those next to them. */
    Trial(Device device, Kernels kernels, Probe probe, long seed, Kind kind, Precision precision) {
        this.device = device;
        this.kernels = kernels;
        this.probe = probe;
        this.random = new SplittableRandom(seed);
        this.kind = kind;
        this.precision = precision;
    }

    /** Standard normal numbers. */
    Buffer in(Shape shape, Role role) {
        return in(shape, role, v -> v);
    }

    /** {@code map} of standard normal numbers. */
    Buffer in(Shape shape, Role role, DoubleUnaryOperator map) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            float v = (float) map.applyAsDouble(random.nextGaussian());
            values[i] = kind == Kind.MAGNITUDES ? Math.abs(v) : v;
        }
        return given(shape, role, values);
    }

    /** Bytes, each as likely as any other. */
    Buffer bytes(Shape shape) {
        byte[] values = new byte[shape.size()];
        random.nextBytes(values);
        Buffer buffer = allocate(shape, Role.BYTES);
        device.upload(values, buffer);
        return buffer;
    }

    Buffer given(Shape shape, Role role, float... values) {
        float[] stored = values.clone();
        for (int i = 0; i < stored.length; i++) {
            stored[i] = precision.nearest(stored[i], role);
        }
        Buffer buffer = allocate(shape, role);
        device.upload(stored, buffer);
        return buffer;
    }

    Buffer out(Shape shape, Role role, Tolerance tolerance) {
        Buffer buffer = allocate(shape, role);
        probe.poison(buffer);
        return also(buffer, tolerance);
    }

    /** Makes an input an output as well, and returns it. */
    Buffer also(Buffer buffer, Tolerance tolerance) {
        outputs.add(new Output(buffer, tolerance));
        return buffer;
    }

    List<Output> outputs() {
        return outputs;
    }

    double[] result(int output) {
        return read(outputs.get(output).buffer());
    }

    private double[] read(Buffer buffer) {
        double[] values = new double[buffer.shape().size()];
        device.download(buffer, values);
        return values;
    }

    int dirtyLanes() {
        return outputs.stream().mapToInt(o -> probe.dirtyLanes(o.buffer())).sum();
    }

    /** The numbers beside the views that a kernel changed: none, if all is well. */
    int dirtyNeighbours() {
        int dirty = 0;
        for (Arena arena : arenas) {
            for (int i = 0; i < 3; i += 2) {
                for (double v : read(arena.views().get(i))) {
                    dirty += v == 0 ? 0 : 1;
                }
            }
        }
        return dirty;
    }

    void free() {
        buffers.forEach(device::free);
        arenas.forEach(device::free);
    }

    private Buffer allocate(Shape shape, Role role) {
        if (kind == Kind.VIEWS) {
            Arena.Slot neighbour = new Arena.Slot(Shape.of(17), Role.PLAIN);
            Arena arena = device.arena(List.of(neighbour, new Arena.Slot(shape, role), neighbour));
            arenas.add(arena);
            return arena.views().get(1);
        }
        Buffer buffer = device.allocate(shape, role);
        buffers.add(buffer);
        return buffer;
    }
}
