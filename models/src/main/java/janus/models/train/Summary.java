package janus.models.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.engine.Work;
import janus.models.report.Baselines;
import janus.models.report.ModelResult;
import janus.models.report.RunResult;

/**
 * {@code summary.json}: what a program reads after a run. A number that is not defined is null. {@code flops_per_image}
 * is that of the forward pass, {@code training_flops_per_image} of forward pass and one backward walk together, to
 * inputs and to weights: twice {@link Work}'s multiply-adds. {@code peak_device_bytes} is what weights, gradients and
 * feature maps took at most, {@code peak_rss_bytes} the process with all else, if this run is what it took it for.
 */
public final class Summary {
    private Summary() {}

    public static String json(RunResult result) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("title", result.title());
        number(root, "seconds", result.seconds());
        root.put("seed", result.seed());
        root.put("synthetic", result.synthetic());
        root.put("test_images", result.rows().length);
        root.put("peak_device_bytes", result.peak().device());
        root.put("peak_rss_bytes", result.peak().process());
        for (ModelResult model : result.models()) {
            add(root.withArray("models").addObject(), model, result.baselines());
        }
        return root.toPrettyString() + "\n";
    }

    private static void add(ObjectNode node, ModelResult model, Baselines baselines) {
        AttributeScores attributes = model.attributes();
        PointScores points = model.points();
        node.put("name", model.name());
        number(node, "accuracy", attributes == null ? Double.NaN : attributes.macroAccuracy());
        number(node, "nme", points == null ? Double.NaN : points.nme());
        number(node, "mae", points == null ? Double.NaN : points.mae());
        node.put("parameters", model.parameters());
        node.put("flops_per_image", 2 * model.work().forward());
        boolean trained = model.work().toWeights() > 0;
        node.put("training_flops_per_image", trained ? (Long) (2 * model.work().training()) : null);
        node.put("best_epoch", model.bestEpoch());
        number(node, "seconds", model.seconds());
        ObjectNode trivial = node.putObject("baselines");
        baselines.summary(attributes, points).forEach((key, value) -> number(trivial, key, value));
    }

    private static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
