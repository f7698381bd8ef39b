package janus.bench.peers;

import janus.bench.gpu.TwoHeads;
import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.optim.Optimizer;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Shape;
import janus.models.MultiTask;
import java.util.Arrays;
import java.util.List;

/** Janus: the model that {@code train} trains, and {@code eval} asks. Each run uploads its batch. */
final class JanusNetwork implements Party {
    private final Device device;
    private final MultiTask model;
    private final Optimizer optimizer;
    private final Shape shape;
    private final float[] images;
    private final Batch labels;
    private final boolean training;
    private int step;

    JanusNetwork(Work work, int threads) {
        device = Devices.open("cpu:" + threads);
        training = work.kind() == Work.Kind.TRAIN_STEP;
        model = TwoHeads.model(device, Draws.of(1), 1);
        Network network = new Network();
        for (Parameter parameter : model.parameters().all()) {
            parameter.set(network.get(parameter.name()));
        }
        optimizer = TwoHeads.optimizer(model);
        int n = work.batch();
        shape = Shape.of(n, 3, work.size(), work.size());
        images = Network.images(n, work.size());
        labels = new Batch(
                new int[n],
                work.size(),
                new byte[0],
                new double[0],
                Network.attributes(n),
                ones(n * TwoHeads.ATTRIBUTES),
                Network.points(n),
                ones(n * TwoHeads.COORDINATES));
    }

    @Override
    public String version() {
        return "Janus 0.1.0";
    }

    @Override
    public void run() {
        if (training) {
            train();
        } else {
            infer();
        }
    }

    @Override
    public float[] check() {
        return training ? new float[] {train(), train()} : infer();
    }

    @Override
    public void close() {
        model.close();
        device.close();
    }

    private float train() {
        try (Pass pass = Pass.training(device, Draws.of(step++))) {
            List<Tensor> losses = model.partLosses(outputs(pass), labels);
            Tensor loss = losses.get(0).plus(losses.get(1));
            optimizer.step(pass.backward(loss));
            return (float) loss.item();
        }
    }

    private float[] infer() {
        try (Pass pass = Pass.inference(device)) {
            List<Tensor> outputs = outputs(pass);
            return Party.joined(outputs.get(0).toFloats(), outputs.get(1).toFloats());
        }
    }

    private List<Tensor> outputs(Pass pass) {
        return model.outputs(model.features(pass.images(shape, images)));
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
