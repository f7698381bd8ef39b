package janus.kernels.parity;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Philox;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

final class ElementwiseCases {
    private ElementwiseCases() {}

    /** A tensor of some role. */
    private record Size(Shape shape, Role role) {}

    /** y = f(x). */
    @FunctionalInterface
    private interface Unary {
        void run(Kernels kernels, Shape z, Buffer x, Buffer y);
    }

    /** y = f(a, b). */
    @FunctionalInterface
    private interface Binary {
        void run(Kernels kernels, Shape z, Buffer a, Buffer b, Buffer y);
    }

    static List<ParityCase> all() {
        List<ParityCase> cases = new ArrayList<>();
        for (Size z : sizes()) {
            unary(cases, z, "relu", Kernels::relu, 1, Tolerance.exact());
            unary(cases, z, "scale", (k, s, x, y) -> k.scale(s, -0.75, x, y), 1, Tolerance.exact());
            // 1 + e^−x, a quotient, and an exponential good to two units
            unary(cases, z, "sigmoid", Kernels::sigmoid, 1, Tolerance.roundings(8));
            unary(cases, z, "sigmoid far out", Kernels::sigmoid, 60, Tolerance.of(8, 1));
            binary(cases, z, "add", Kernels::add, Tolerance.exact());
            binary(cases, z, "subtract", Kernels::subtract, Tolerance.exact());
            binary(cases, z, "multiply", Kernels::multiply, Tolerance.exact());
            binary(cases, z, "reluBackward", Kernels::reluBackward, Tolerance.exact());
            // dy·y·(1 − y), |y| ≤ 5
            binary(cases, z, "sigmoidBackward", Kernels::sigmoidBackward, Tolerance.roundings(6));
            cases.add(new ParityCase("copy " + z, t -> {
                Buffer x = t.in(z.shape(), z.role());
                t.kernels.copy(z.shape(), x, t.out(z.shape(), z.role(), Tolerance.exact()));
            }));
            cases.add(new ParityCase("fill " + z, t -> {
                t.kernels.fill(z.shape(), -1.5, t.out(z.shape(), z.role(), Tolerance.exact()));
            }));
            for (boolean inPlace : List.of(false, true)) {
                for (double rate : new double[] {0, 0.1, 0.5}) {
                    String label = "dropout rate=" + rate + " inPlace=" + inPlace + " " + z;
                    cases.add(new ParityCase(label, t -> dropout(t, z, rate, inPlace)));
                }
            }
        }
        cases.addAll(layouts());
        return cases;
    }

    private static List<Size> sizes() {
        List<Size> sizes = new ArrayList<>();
        for (int n : new int[] {1, 7, 16, 17, 63, 207}) {
            sizes.add(new Size(Shape.of(n), Role.PLAIN));
            sizes.add(new Size(Shape.of(3, n), Role.PLAIN));
            sizes.add(new Size(Shape.of(2, n, 3, 5), Role.ACTIVATION));
        }
        sizes.add(new Size(Shape.of(2, 3, 7, 17), Role.IMAGE));
        sizes.add(new Size(Shape.of(1, 1, 63, 1), Role.ACTIVATION));
        sizes.add(new Size(Shape.of(7, 33, 16, 17), Role.ACTIVATION));
        sizes.add(new Size(Shape.of(), Role.PLAIN));
        return sizes;
    }

    private static void unary(
            List<ParityCase> cases, Size z, String name, Unary kernel, double scale, Tolerance tolerance) {
        cases.add(new ParityCase(name + " " + z, t -> {
            Buffer x = t.in(z.shape(), z.role(), v -> scale * v);
            kernel.run(t.kernels, z.shape(), x, t.out(z.shape(), z.role(), tolerance));
        }));
        cases.add(new ParityCase(name + " in place " + z, t -> {
            Buffer x = t.also(t.in(z.shape(), z.role(), v -> scale * v), tolerance);
            kernel.run(t.kernels, z.shape(), x, x);
        }));
    }

    private static void binary(List<ParityCase> cases, Size z, String name, Binary kernel, Tolerance tolerance) {
        cases.add(new ParityCase(name + " " + z, t -> {
            Buffer a = t.in(z.shape(), z.role());
            Buffer b = t.in(z.shape(), z.role());
            kernel.run(t.kernels, z.shape(), a, b, t.out(z.shape(), z.role(), tolerance));
        }));
        cases.add(new ParityCase(name + " into a " + z, t -> {
            Buffer a = t.also(t.in(z.shape(), z.role()), tolerance);
            kernel.run(t.kernels, z.shape(), a, t.in(z.shape(), z.role()), a);
        }));
        cases.add(new ParityCase(name + " into b " + z, t -> {
            Buffer a = t.in(z.shape(), z.role());
            Buffer b = t.also(t.in(z.shape(), z.role()), tolerance);
            kernel.run(t.kernels, z.shape(), a, b, b);
        }));
    }

    private static void dropout(Trial t, Size z, double rate, boolean inPlace) {
        Buffer key = t.given(Shape.of(4), Role.PLAIN, Philox.words(0xFEDC_BA98_7654_3210L));
        Buffer x = t.in(z.shape(), z.role());
        // the factor 1/(1 − rate) is rounded, then the product
        Tolerance tolerance = Tolerance.roundings(2.5);
        Buffer y = inPlace ? t.also(x, tolerance) : t.out(z.shape(), z.role(), tolerance);
        t.kernels.dropout(z.shape(), rate, 5, key, x, y);
    }

    private static List<ParityCase> layouts() {
        List<ParityCase> cases = new ArrayList<>();
        for (int[] s : new int[][] {
            {1, 1, 1, 1}, {2, 3, 5, 4}, {2, 7, 3, 4}, {3, 16, 2, 2}, {2, 17, 5, 1}, {1, 63, 3, 3}, {2, 512, 1, 1}
        }) {
            Shape wide = Shape.of(s);
            Shape flat = Shape.of(s[0], s[1] * s[2] * s[3]);
            for (Role role : s[1] <= 3 ? List.of(Role.ACTIVATION, Role.IMAGE) : List.of(Role.ACTIVATION)) {
                cases.add(new ParityCase("flatten " + role + " " + wide, t -> {
                    Buffer x = t.in(wide, role);
                    Buffer y = t.out(flat, Role.PLAIN, Tolerance.exact());
                    t.kernels.flatten(s[0], s[1], s[2], s[3], x, y);
                }));
                cases.add(new ParityCase("unflatten " + role + " " + wide, t -> {
                    Buffer dx = t.out(wide, role, Tolerance.exact());
                    t.kernels.unflatten(s[0], s[1], s[2], s[3], t.in(flat, Role.PLAIN), dx);
                }));
            }
        }
        // cx, ix, cy, iy, count
        for (int[] s : new int[][] {
            {1, 0, 1, 0, 1}, {7, 2, 20, 13, 5}, {16, 0, 33, 17, 16}, {40, 16, 24, 0, 24}, {17, 1, 16, 0, 16}
        }) {
            for (Role role : List.of(Role.ACTIVATION, Role.PLAIN)) {
                String label =
                        "copyChannels " + role + " [cx, ix, cy, iy, count] = " + List.of(s[0], s[1], s[2], s[3], s[4]);
                cases.add(new ParityCase(label, t -> copyChannels(t, role, s)));
            }
        }
        return cases;
    }

    private static void copyChannels(Trial t, Role role, int[] s) {
        boolean plain = role == Role.PLAIN;
        Buffer x = t.in(plain ? Shape.of(3, s[0]) : Shape.of(3, s[0], 2, 3), role);
        Buffer y = t.also(t.in(plain ? Shape.of(3, s[2]) : Shape.of(3, s[2], 2, 3), role), Tolerance.exact());
        t.kernels.copyChannels(3, plain ? 1 : 6, s[0], s[1], s[2], s[3], s[4], x, y);
    }
}
