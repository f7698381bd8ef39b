package janus.engine;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Philox;
import janus.kernels.Pictures;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Triple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a pass owns: its tensors in the order they were made, and buffers that belong to none. */
final class Holdings {
    private final Pass pass;
    private final Device device;
    private final @Nullable Input keyInput;
    private final List<Tensor> tensors = new ArrayList<>();
    private final Map<Parameter, Tensor> parameters = new IdentityHashMap<>();
    private final Map<Parameters, Long> writes = new IdentityHashMap<>();
    private final Set<Tensor> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Consumer<Buffer>> deferred = new ArrayList<>();
    private Work work = new Work(0, 0, 0);
    private @Nullable Tensor key;
    private boolean closed;

    /** Nothing yet; {@code keyInput} has the key of dropouts, if the pass need not bring it. */
    Holdings(Pass pass, Device device, @Nullable Input keyInput) {
        this.pass = pass;
        this.device = device;
        this.keyInput = keyInput;
    }

    Tensor allocate(String origin, Shape shape, Role role, boolean differentiable) {
        requireOpen();
        return adopt(new Tensor(pass, origin, device.allocate(shape, role), null, true, differentiable));
    }

    Tensor constant(String origin, Shape shape, Role role, float[] values) {
        Tensor tensor = allocate(origin, shape, role, false);
        device.upload(values, tensor.buffer());
        return tensor;
    }

    Tensor leaf(String origin, Shape shape, Role role, double[] values, boolean differentiable) {
        Tensor tensor = allocate(origin, shape, role, differentiable);
        leaves.add(tensor);
        device.upload(values, tensor.buffer());
        return tensor;
    }

    Tensor filled(Shape shape, double value) {
        Tensor tensor = allocate("constant", shape, role(shape), false);
        device.kernels().fill(shape, value, tensor.buffer());
        return tensor;
    }

    Tensor images(Input pictures, Input maps) {
        Shape z = requireHere(pictures).shape();
        Shape rows = requireHere(maps).shape();
        if (z.rank() != 4
                || z.at(3) != Pictures.CHANNELS
                || !rows.equals(Shape.of(z.at(0), Pictures.MAP * Triple.LENGTH))) {
            throw new IllegalArgumentException(
                    "images: pictures [n,h,w,3] and maps [n,36], given " + z + " and " + rows);
        }
        Tensor images = allocate("images", Shape.of(z.at(0), z.at(3), z.at(1), z.at(2)), Role.IMAGE, false);
        device.kernels().warp(z.at(0), z.at(1), z.at(2), pictures.buffer(), maps.buffer(), images.buffer());
        return images;
    }

    static Role role(Shape shape) {
        return shape.rank() == 4 ? Role.ACTIVATION : Role.PLAIN;
    }

    /** The tensor of a parameter, the same one each time. */
    Tensor read(Parameter parameter, boolean training) {
        requireOpen();
        Tensor known = parameters.get(parameter);
        if (known != null) {
            return known;
        }
        Device home = parameter.parameters().device();
        if (home != device) {
            throw new IllegalArgumentException("parameter " + parameter.name() + " lives on device " + home.name()
                    + ", this pass runs on another: " + device.name());
        }
        boolean differentiable = training && !parameter.isStatistic() && !parameter.isFrozen();
        Tensor tensor = adopt(new Tensor(pass, parameter.name(), parameter.buffer(), parameter, false, differentiable));
        parameters.put(parameter, tensor);
        writes.putIfAbsent(parameter.parameters(), parameter.parameters().writes());
        return tensor;
    }

    /** Throws if a model that was read has been overwritten since. */
    void requireUnwritten() {
        if (writes.entrySet().stream().anyMatch(read -> read.getKey().writes() != read.getValue())) {
            throw new IllegalStateException("parameters were overwritten after this pass read them:"
                    + " its gradient would mix old numbers and new");
        }
    }

    Tensor read(Input input) {
        requireOpen();
        return adopt(new Tensor(pass, "input", requireHere(input).buffer(), null, false, false));
    }

    private Input requireHere(Input input) {
        if (input.device() != device) {
            throw new IllegalArgumentException("an input lives on device "
                    + input.device().name() + ", this pass runs on another: " + device.name());
        }
        return input;
    }

    /** The words that key the pass's dropouts, the same tensor each time. */
    Tensor key(Draws draws) {
        if (key == null) {
            key = keyInput == null
                    ? constant("key", Shape.of(4), Role.PLAIN, Philox.words(draws.key()))
                    : read(keyInput);
            key.keep();
        }
        return key;
    }

    /** The tensor a parameter was read into, if it was. */
    @Nullable
    Tensor known(Parameter parameter) {
        return parameters.get(parameter);
    }

    private Tensor adopt(Tensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    /** Keeps an update of running statistics for the end of backward, which tells it where the apply-flag is. */
    void defer(Consumer<Buffer> update) {
        deferred.add(update);
    }

    List<Consumer<Buffer>> deferred() {
        return deferred;
    }

    /** Counts an op's products; {@code x} are its inputs if it is on the tape, else none. */
    void count(long multiplyAdds, List<Tensor> x) {
        if (multiplyAdds > 0) {
            boolean taped = !x.isEmpty();
            work = work.plus(
                    multiplyAdds,
                    taped && x.get(0).differentiable(),
                    taped && x.get(1).differentiable());
        }
    }

    Work work() {
        return work;
    }

    Buffer own(Buffer buffer) {
        buffers.add(buffer);
        return buffer;
    }

    /** {@code x}, if gradients end there: a variable, or a trained parameter that was read. */
    Tensor source(Tensor x) {
        if (!x.differentiable() || !(leaves.contains(x) || parameters.containsValue(x))) {
            throw new IllegalArgumentException("gradient: a variable or a trained parameter of this pass, given " + x);
        }
        return x;
    }

    /** {@code x}, if the tape knows all that depends on it. */
    Tensor taped(Tensor x) {
        if (x.pass() != pass || x.isReadOffTape()) {
            throw new IllegalArgumentException("gradientsAt: a tensor of this pass that no op reads as a constant, or"
                    + " with constants alone, given " + x);
        }
        return x;
    }

    /** Those a gradient can be taken of. */
    List<Tensor> differentiable() {
        return tensors.stream().filter(Tensor::differentiable).toList();
    }

    /** y = layer(x); gives back what was made on the way and is not kept for the tape. */
    Tensor scoped(Layer layer, Tensor x) {
        int start = tensors.size();
        Tensor y = layer.apply(x);
        for (Tensor tensor : tensors.subList(start, tensors.size())) {
            if (tensor != y && !tensor.kept() && tensor.owned()) {
                tensor.release("the layer that made it returned");
            }
        }
        return y;
    }

    @Nullable
    Tensor firstNonFinite() {
        for (Tensor tensor : tensors) {
            if (tensor.alive() && !isFinite(tensor.toDoubles())) {
                return tensor;
            }
        }
        return null;
    }

    static boolean isFinite(double[] numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this pass is closed");
        }
    }

    /** Gives everything back; false if that was done before. */
    boolean release() {
        if (closed) {
            return false;
        }
        closed = true;
        tensors.forEach(tensor -> tensor.release("its pass closed"));
        buffers.forEach(device::free);
        return true;
    }
}
