package janus.engine;

import janus.engine.Gradcheck.Example;
import janus.engine.Gradcheck.Input;
import janus.engine.op.Add;
import janus.engine.op.AveragePool;
import janus.engine.op.BatchNorm;
import janus.engine.op.BinaryCrossEntropy;
import janus.engine.op.Concat;
import janus.engine.op.Conv2d;
import janus.engine.op.ConvBatchNorm;
import janus.engine.op.ConvBatchNormMaxPool;
import janus.engine.op.CustomOp;
import janus.engine.op.Dropout;
import janus.engine.op.Flatten;
import janus.engine.op.GlobalAveragePool;
import janus.engine.op.Linear;
import janus.engine.op.MaskedMean;
import janus.engine.op.MatMul;
import janus.engine.op.MaxPool;
import janus.engine.op.Mean;
import janus.engine.op.Multiply;
import janus.engine.op.Op;
import janus.engine.op.Relu;
import janus.engine.op.Scale;
import janus.engine.op.Sigmoid;
import janus.engine.op.Slice;
import janus.engine.op.SmoothL1;
import janus.engine.op.SoftmaxCrossEntropy;
import janus.engine.op.SquaredError;
import janus.engine.op.Subtract;
import janus.engine.op.Sum;
import janus.kernels.Philox;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** The table of points at which every op is checked: at least one for each member of {@link Op}. */
public final class GradcheckExamples {
    private static final Shape MATRIX = Shape.of(3, 4);
    private static final Shape MAPS = Shape.of(2, 3, 4, 5);

    private GradcheckExamples() {}

    public static List<Example> all() {
        return Stream.of(arithmetic(), convolutions(), pools(), norms(), fused(), losses())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Example> arithmetic() {
        double[] key = new double[4];
        Arrays.setAll(key, i -> Philox.words(7)[i]);
        return List.of(
                example("matrices", new Add(), x(MATRIX, 1), x(MATRIX, 2)),
                example("feature maps, one frozen", new Add(), x(MAPS, 1), frozen(x(MAPS, 2))),
                example("matrices", new Subtract(), x(MATRIX, 1), x(MATRIX, 2)),
                example("feature maps", new Multiply(), x(MAPS, 1), x(MAPS, 2)),
                example("matrix", new Scale(-1.5), x(MATRIX, 1)),
                example("away from 0", new Relu(), mapped(x(MAPS, 1), GradcheckExamples::awayFromZero)),
                example("logits to ±40", new Sigmoid(), mapped(x(MATRIX, 1), v -> v * 15)),
                example("[3,4]·[4,5]", new MatMul(), x(MATRIX, 1), x(Shape.of(4, 5), 2)),
                example("with bias", new Linear(), x(MATRIX, 1), x(Shape.of(5, 4), 2), x(Shape.of(5), 3)),
                example("frozen weight, no bias", new Linear(), x(MATRIX, 1), frozen(x(Shape.of(5, 4), 2))),
                example("three matrices", new Concat(), x(MATRIX, 1), x(Shape.of(3, 1), 2), x(Shape.of(3, 2), 3)),
                example("feature maps", new Concat(), x(MAPS, 1), x(Shape.of(2, 2, 4, 5), 2)),
                example("columns of a matrix", new Slice(1, 2), x(MATRIX, 1)),
                example("one of a vector", new Slice(3, 1), x(Shape.of(5), 1)),
                example("channels of feature maps", new Slice(0, 2), x(MAPS, 1)),
                example("feature maps", new Sum(), x(MAPS, 1)),
                example("feature maps", new Mean(), x(MAPS, 1)),
                example("feature maps", new Flatten(), x(MAPS, 1)),
                example("feature maps", new Dropout(.4, 3), x(MAPS, 1), constant(Shape.of(4), key)),
                example("host arrays", new Cube(), x(MATRIX, 1)));
    }

    private static List<Example> convolutions() {
        Input x = x(Shape.of(2, 3, 5, 4), 1);
        return List.of(
                example("3×3, stride 1, pad 1", new Conv2d(1, 1), x, filter(4, 3, 3, 3)),
                example("3×2, stride 2, pad 1, bias", new Conv2d(2, 1), x, filter(4, 3, 3, 2), x(Shape.of(4), 3)),
                example("1×1, stride 2", new Conv2d(2, 0), x, filter(4, 3, 1, 1)),
                example("frozen filter", new Conv2d(1, 2), x, frozen(filter(2, 3, 5, 5))),
                example("input without gradient", new Conv2d(3, 1), frozen(x), filter(2, 3, 3, 3)));
    }

    private static List<Example> pools() {
        Input distinct = x(Shape.of(2, 2, 5, 6), 1);
        Arrays.setAll(distinct.values(), i -> .1 * Draws.of(5).permutation(120)[i]);
        return List.of(
                example("3×3, stride 2, pad 1, no ties", new MaxPool(3, 2, 1), distinct),
                example("2×2, stride 2", new MaxPool(2, 2, 0), distinct),
                example("3×3, stride 2, pad 1", new AveragePool(3, 2, 1), x(MAPS, 1)),
                example("feature maps", new GlobalAveragePool(), x(MAPS, 1)));
    }

    private static List<Example> norms() {
        Shape c = Shape.of(3);
        Input mean = constant(c, new double[3]);
        Input variance = constant(c, 1, 1, 1);
        Input gamma = x(c, 2);
        Input beta = x(c, 3);
        BatchNorm op = new BatchNorm(1e-5, .1);
        return List.of(
                example("feature maps", op, x(MAPS, 1), gamma, beta, mean, variance),
                example("matrix", op, x(Shape.of(6, 3), 1), gamma, beta, mean, variance),
                example("frozen γ and β", op, x(MAPS, 1), frozen(gamma), frozen(beta), mean, variance));
    }

    private static List<Example> fused() {
        Input x = x(Shape.of(3, 2, 4, 3), 1);
        Input residual = x(Shape.of(3, 3, 4, 3), 5);
        ConvBatchNorm plain = new ConvBatchNorm(1, 1, 1e-5, .1, false);
        ConvBatchNorm relu = new ConvBatchNorm(1, 1, 1e-5, .1, true);
        ConvBatchNorm strided = new ConvBatchNorm(2, 1, 1e-5, .1, true);
        Op pooled = new ConvBatchNormMaxPool(relu, new MaxPool(3, 2, 1));
        return List.of(
                fused("no ReLU", plain, x, ""),
                fused("residual, no ReLU", plain, x, "", residual),
                fused("ReLU, stride 2", strided, x, ""),
                fused("ReLU, residual", relu, x, "", residual),
                fused("ReLU, frozen residual", relu, x, "", frozen(residual)),
                fused("only the residual", relu, frozen(x), "wgb", residual),
                fused("only γ", relu, frozen(x), "wb"),
                fused("3×3 windows, stride 2, pad 1", pooled, x, ""),
                fused("only the filter", pooled, frozen(x), "gb"));
    }

    /** A fused example; the letters of {@code frozen} name those of filter, γ and β that want no gradient. */
    private static Example fused(String name, Op op, Input x, String frozen, Input... residual) {
        Shape c = Shape.of(3);
        List<Input> inputs = new ArrayList<>(List.of(x, filter(3, 2, 3, 3), x(c, 2), x(c, 3)));
        for (int i = 1; i < 4; i++) {
            if (frozen.indexOf("xwgb".charAt(i)) >= 0) {
                inputs.set(i, frozen(inputs.get(i)));
            }
        }
        inputs.add(constant(c, 0, 0, 0));
        inputs.add(constant(c, 1, 1, 1));
        inputs.addAll(List.of(residual));
        return new Example(name, op, inputs);
    }

    private static List<Example> losses() {
        Input x = x(MATRIX, 1);
        Input t = frozen(x(MATRIX, 2));
        Input binary = constant(MATRIX, new double[] {0, 1, 1, 0, 1, 0, .3, 0, 0, 0, 1, 1});
        // a column without labels, and single labels missing
        Input mask = constant(MATRIX, new double[] {1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0});
        Input empty = constant(MATRIX, new double[12]);
        return List.of(
                example("targets 0, 1 and between", new BinaryCrossEntropy(), x, binary),
                example("logits to ±40", new BinaryCrossEntropy(), mapped(x, v -> 15 * v), binary),
                example("pos_weight", new BinaryCrossEntropy(), x, binary, constant(Shape.of(4), .5, 1, 2, 30)),
                example("matrix", new SquaredError(), x, t),
                example("inside and outside beta", new SmoothL1(.7), offsets(t, .7), t),
                example("four classes", new SoftmaxCrossEntropy(), x, constant(Shape.of(3), 3, 0, 2)),
                example("no mask", new MaskedMean(false), x),
                example("mask", new MaskedMean(false), x, mask),
                example("empty mask", new MaskedMean(false), x, empty),
                example("by column, no mask", new MaskedMean(true), x),
                example("by column, one empty", new MaskedMean(true), x, mask));
    }

    private static Example example(String name, Op op, Input... inputs) {
        return new Example(name, op, List.of(inputs));
    }

    private static Input x(Shape shape, int stream) {
        double[] values = new double[shape.size()];
        Arrays.setAll(values, i -> Draws.of(stream).normal(i));
        return new Input(shape, shape.rank() == 4 ? Role.ACTIVATION : Role.PLAIN, values, true);
    }

    private static Input filter(int... extents) {
        Input x = x(Shape.of(extents), 4);
        return new Input(x.shape(), Role.FILTER, x.values(), true);
    }

    private static Input constant(Shape shape, double... values) {
        return new Input(shape, Role.PLAIN, values, false);
    }

    private static Input frozen(Input x) {
        return new Input(x.shape(), x.role(), x.values().clone(), false);
    }

    private static Input mapped(Input x, DoubleUnaryOperator f) {
        double[] values = Arrays.stream(x.values()).map(f).toArray();
        return new Input(x.shape(), x.role(), values, true);
    }

    private static double awayFromZero(double value) {
        return value + Math.copySign(.01, value);
    }

    /** Targets plus offsets of 0, ±.3·beta and ±2·beta: away from the corner of smooth L1's derivative. */
    private static Input offsets(Input targets, double beta) {
        double[] factors = {0, .3, -.3, 2, -2};
        double[] values = targets.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += beta * factors[i % factors.length];
        }
        return new Input(targets.shape(), targets.role(), values, true);
    }

    /** y = x³: how an op is written outside the engine. */
    record Cube() implements CustomOp {
        @Override
        public Shape shape(List<Shape> x) {
            return x.getFirst();
        }

        @Override
        public double[] value(List<Shape> shapes, List<double[]> x) {
            return Arrays.stream(x.getFirst()).map(v -> v * v * v).toArray();
        }

        @Override
        public List<double[]> gradients(List<Shape> shapes, List<double[]> x, double[] dy) {
            double[] dx = new double[dy.length];
            Arrays.setAll(dx, i -> 3 * x.getFirst()[i] * x.getFirst()[i] * dy[i]);
            return List.of(dx);
        }
    }
}
