package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;

/** y = x[:, from…from+count] of [n,c] or [n,c,h,w], or x[from…from+count] of [c]; dx = dy there and 0 elsewhere. */
public record Slice(int from, int count) implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Shape z = x.getFirst();
        Rule.check(this, x.size() == 1 && (z.rank() == 1 || Rule.hasChannels(z)), "x [c], [n,c] or [n,c,h,w]", x);
        boolean inside = from >= 0 && count > 0 && count <= channels(z) - from;
        Rule.check(this, inside, "0 ≤ from < from + count ≤ c", x);
        return switch (z.rank()) {
            case 1 -> Shape.of(count);
            case 2 -> Shape.of(z.at(0), count);
            default -> Shape.of(z.at(0), count, z.at(2), z.at(3));
        };
    }

    @Override
    public Role role(List<Role> x, Shape y) {
        return x.getFirst();
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape z = f.shape(0);
        copy(f.kernels(), z, channels(z), from, count, 0, f.x(0), f.y());
        return List.of();
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.shape(0);
        Buffer dx = b.dx(0);
        b.kernels().fill(z, 0, dx);
        copy(b.kernels(), z, count, 0, channels(z), from, b.dy(), dx);
    }

    private void copy(Kernels kernels, Shape z, int cx, int ix, int cy, int iy, Buffer x, Buffer y) {
        int rows = z.rank() == 1 ? 1 : z.at(0);
        kernels.copyChannels(rows, z.size() / (rows * channels(z)), cx, ix, cy, iy, count, x, y);
    }

    private static int channels(Shape z) {
        return z.at(z.rank() == 1 ? 0 : 1);
    }
}
