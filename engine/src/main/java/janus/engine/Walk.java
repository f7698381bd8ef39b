package janus.engine;

import janus.engine.op.Backward;
import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way backwards over a tape. The gradient of a tensor is made by its last reader, added to by earlier ones, and given
 * back as soon as the op that made the tensor has used it. Gradients of parameters are written into an arena.
 */
final class Walk implements Backward, AutoCloseable {
    private record Pending(Tensor x, Buffer part) {}

    private final Pass pass;
    private final Device device;
    private final Set<Tensor> wanted;
    private final @Nullable Arena target;
    private final boolean last;
    private final Map<Tensor, Buffer> gradients = new IdentityHashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final List<Buffer> scratch = new ArrayList<>();
    private Tape.@Nullable Node current;
    private @Nullable Buffer dy;

    /**
     * A walk that is yet to be seeded.
     *
     * @param target where gradients of parameters go; null if {@code wanted} holds none
     * @param last whether it gives the tape back on its way
     */
    Walk(Pass pass, Set<Tensor> wanted, @Nullable Arena target, boolean last) {
        this.pass = pass;
        this.device = pass.device();
        this.wanted = wanted;
        this.target = target;
        this.last = last;
    }

    /** Makes the walk add to the gradient of {@code x} that {@code target} holds. */
    void addTo(Tensor x) {
        gradients.put(x, view(x));
    }

    /** Starts at {@code loss} [1] with gradient {@code weight} [1]; a loss given twice gets both. */
    void seed(Tensor loss, Buffer weight) {
        if (gradients.containsKey(loss)) {
            accumulate(loss, weight);
        } else if (wanted.contains(loss)) {
            device.kernels().copy(loss.shape(), weight, fresh(loss));
        }
    }

    void run() {
        List<Tape.Node> nodes = pass.tape().nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Tape.Node node = nodes.get(i);
            if (gradients.containsKey(node.output()) && node.inputs().stream().anyMatch(wanted::contains)) {
                differentiate(node);
            }
            if (last) {
                pass.tape().dropLast(device);
            }
        }
    }

    /** The gradient of a tensor nothing on the tape made; null if it got none. */
    @Nullable
    Buffer gradient(Tensor x) {
        return gradients.get(x);
    }

    /** Gives back every gradient that is not a parameter's. */
    @Override
    public void close() {
        gradients.forEach((x, gradient) -> {
            if (x.parameter() == null) {
                device.free(gradient);
            }
        });
        gradients.clear();
    }

    private void differentiate(Tape.Node node) {
        current = node;
        dy = gradients.remove(node.output());
        if (dy != null) {
            scratch.add(dy);
        }
        try {
            node.op().backward(this);
            for (Pending part : pending) {
                accumulate(part.x(), part.part());
            }
        } finally {
            pending.clear();
            scratch.forEach(device::free);
            scratch.clear();
        }
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public int inputs() {
        return node().inputs().size();
    }

    @Override
    public Shape shape(int i) {
        return x(i).shape();
    }

    @Override
    public Buffer saved(int i) {
        return node().saved().get(i);
    }

    @Override
    public boolean wants(int i) {
        return wanted.contains(x(i));
    }

    @Override
    public Buffer dy() {
        if (dy == null) {
            throw new IllegalStateException("no op is being differentiated");
        }
        return dy;
    }

    @Override
    public Buffer dx(int i) {
        if (wants(i) && !adds(i)) {
            return fresh(x(i));
        }
        Buffer part = scratch(shape(i), x(i).role());
        if (wants(i)) {
            pending.add(new Pending(x(i), part));
        }
        return part;
    }

    @Override
    public boolean adds(int i) {
        return gradients.containsKey(x(i));
    }

    @Override
    public Buffer sum(int i) {
        Buffer sum = gradients.get(x(i));
        return sum != null ? sum : fresh(x(i));
    }

    @Override
    public void hand(int i) {
        Tensor x = x(i);
        if (!wants(i)) {
            return;
        }
        if (adds(i)) {
            accumulate(x, dy());
        } else if (x.parameter() == null && scratch.remove(dy())) {
            gradients.put(x, dy());
        } else {
            device.kernels().copy(x.shape(), dy(), fresh(x));
        }
    }

    @Override
    public boolean last() {
        return last;
    }

    @Override
    public Buffer scratch(Shape shape, Role role) {
        Buffer buffer = device.allocate(shape, role);
        scratch.add(buffer);
        return buffer;
    }

    private void accumulate(Tensor x, Buffer part) {
        Buffer sum = gradients.get(x);
        if (sum != null) {
            device.kernels().add(x.shape(), sum, part, sum);
        }
    }

    private Buffer fresh(Tensor x) {
        Buffer gradient = x.parameter() == null ? device.allocate(x.shape(), x.role()) : view(x);
        gradients.put(x, gradient);
        return gradient;
    }

    private Buffer view(Tensor x) {
        Parameter parameter = x.parameter();
        if (target == null || parameter == null) {
            throw new IllegalStateException("no place for the gradient of " + x);
        }
        return target.views().get(parameter.index());
    }

    private Tensor x(int i) {
        return node().inputs().get(i);
    }

    private Tape.Node node() {
        if (current == null) {
            throw new IllegalStateException("no op is being differentiated");
        }
        return current;
    }
}
