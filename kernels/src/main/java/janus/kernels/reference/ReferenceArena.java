package janus.kernels.reference;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;

/** Views at {@code starts}, one storage under them; {@code starts} has one entry more: the length. */
record ReferenceArena(Storage storage, int[] starts, List<Buffer> views) implements Arena {
    @Override
    public Buffer flat() {
        return new ReferenceBuffer(storage, 0, Shape.of(storage.data.length), Role.PLAIN);
    }

    @Override
    public int start(int view) {
        return starts[view];
    }

    @Override
    public Buffer range(int from, int to) {
        return new ReferenceBuffer(storage, starts[from], Shape.of(starts[to] - starts[from]), Role.PLAIN);
    }
}
