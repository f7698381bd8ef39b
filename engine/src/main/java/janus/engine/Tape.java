package janus.engine;

import janus.engine.op.Op;
import janus.kernels.Buffer;
import janus.kernels.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What was computed, in order: a list to be walked backwards. */
final class Tape {
    /**
     * One op that was applied.
     *
     * @param saved what its backward reads
     * @param owned those of {@code saved} that belong to no tensor
     */
    record Node(Op op, List<Tensor> inputs, Tensor output, List<Buffer> saved, List<Buffer> owned) {}

    private final List<Node> nodes = new ArrayList<>();

    /** Writes one more op; the tensors it saved are kept alive for it. */
    void add(Node node) {
        for (Buffer buffer : node.saved()) {
            node.inputs().stream().filter(x -> x.buffer() == buffer).forEach(Tensor::keep);
            if (node.output().buffer() == buffer) {
                node.output().keep();
            }
        }
        nodes.add(node);
    }

    /** Oldest first. */
    List<Node> nodes() {
        return nodes;
    }

    /** {@code sources} and every output on the tape that depends on one of them. */
    Set<Tensor> reach(Collection<Tensor> sources) {
        Set<Tensor> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        reached.addAll(sources);
        for (Node node : nodes) {
            if (node.inputs().stream().anyMatch(reached::contains)) {
                reached.add(node.output());
            }
        }
        return reached;
    }

    /** Gives back what the last op saved, and its output if that is a feature map, and forgets the op. */
    void dropLast(Device device) {
        Node node = nodes.removeLast();
        node.owned().forEach(device::free);
        if (node.output().shape().rank() == 4) {
            node.output().release("backward, which gives feature maps back");
        }
    }

    void release(Device device) {
        while (!nodes.isEmpty()) {
            nodes.removeLast().owned().forEach(device::free);
        }
    }
}
