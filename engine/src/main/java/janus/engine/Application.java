package janus.engine;

import janus.engine.op.Forward;
import janus.engine.op.Op;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

/** One op being applied in a pass. */
final class Application implements Forward {
    private final Pass pass;
    private final List<Tensor> inputs;
    private final Tensor output;
    private final List<Buffer> allocated = new ArrayList<>();

    private Application(Pass pass, List<Tensor> inputs, Tensor output) {
        this.pass = pass;
        this.inputs = inputs;
        this.output = output;
    }

    /** Applies {@code op}: checks, computes, and writes the tape if an input has a gradient. */
    static Tensor of(Pass pass, Op op, List<Tensor> x) {
        boolean taped = check(pass, op, x) && pass.records();
        List<Shape> shapes = x.stream().map(Tensor::shape).toList();
        Shape shape = op.shape(shapes);
        Role role = op.role(x.stream().map(Tensor::role).toList(), shape);
        Tensor output = pass.holdings().allocate(op.toString(), shape, role, taped);
        Application application = new Application(pass, x, output);
        List<Buffer> saved = application.forward(op);
        List<Buffer> owned = application.settle(saved);
        pass.holdings().count(op.multiplyAdds(shapes), taped ? x : List.of());
        for (int i = 0; i < x.size(); i++) {
            if (!taped || op.constant(i)) {
                x.get(i).readOffTape();
            }
        }
        if (taped) {
            pass.tape().add(new Tape.Node(op, x, output, saved, owned));
        }
        return output;
    }

    private List<Buffer> forward(Op op) {
        try {
            return op.forward(this);
        } catch (RuntimeException | Error failed) {
            allocated.forEach(device()::free);
            throw failed;
        }
    }

    /** Whether an input has a gradient. */
    private static boolean check(Pass pass, Op op, List<Tensor> x) {
        boolean differentiable = false;
        for (int i = 0; i < x.size(); i++) {
            if (x.get(i).pass() != pass) {
                throw new IllegalArgumentException(op + ": inputs of one pass, given " + x.get(i) + " of another");
            }
            x.get(i).buffer(); // throws if it is dead
            if (op.constant(i) && x.get(i).differentiable()) {
                throw new IllegalArgumentException(
                        op + ": input " + i + " takes no gradient, given " + x.get(i) + ", which needs one");
            }
            if (!op.roles(i).contains(x.get(i).role())) {
                throw new IllegalArgumentException(op + ": input " + i + " in a role of " + op.roles(i) + ", given "
                        + x.get(i) + ", which is " + x.get(i).role());
            }
            differentiable |= x.get(i).differentiable();
        }
        return differentiable;
    }

    @Override
    public Device device() {
        return pass.device();
    }

    @Override
    public int inputs() {
        return inputs.size();
    }

    @Override
    public Buffer x(int i) {
        return inputs.get(i).buffer();
    }

    @Override
    public Buffer y() {
        return output.buffer();
    }

    @Override
    public boolean taped() {
        return output.differentiable();
    }

    @Override
    public boolean batchStatistics() {
        return pass.usesBatchStatistics();
    }

    @Override
    public Buffer allocate(Shape shape, Role role) {
        Buffer buffer = device().allocate(shape, role);
        allocated.add(buffer);
        return buffer;
    }

    @Override
    public Buffer statistic(int c) {
        return pass.holdings().own(device().allocate(Shape.of(c), Role.PLAIN));
    }

    @Override
    public void updateRunning(
            int count, double momentum, Buffer mean, Buffer variance, Buffer runningMean, Buffer runningVariance) {
        int c = mean.shape().size();
        if (pass.movesStatistics()) {
            pass.holdings().defer(apply -> kernels()
                    .updateRunningStatistics(c, count, momentum, apply, mean, variance, runningMean, runningVariance));
        }
    }

    /** Gives scratch back, and returns what was allocated here and saved for the tape. */
    private List<Buffer> settle(List<Buffer> saved) {
        List<Buffer> owned = new ArrayList<>();
        for (Buffer buffer : allocated) {
            if (taped() && saved.stream().anyMatch(kept -> kept == buffer)) {
                owned.add(buffer);
            } else {
                device().free(buffer);
            }
        }
        return owned;
    }
}
