package janus.engine;

import janus.engine.op.Forward;
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

    Application(Pass pass, List<Tensor> inputs, Tensor output) {
        this.pass = pass;
        this.inputs = inputs;
        this.output = output;
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
        pass.defer(apply -> kernels()
                .updateRunningStatistics(c, count, momentum, apply, mean, variance, runningMean, runningVariance));
    }

    /** Gives scratch back, and returns what was allocated here and saved for the tape. */
    List<Buffer> settle(List<Buffer> saved) {
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
