package janus.models.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.models.report.ModelResult;
import janus.models.report.RunResult;
import java.util.Map;

/** {@code summary.json}: what a program reads after a run. A number that is not defined is null. */
public final class Summary {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Summary() {}

    public static String json(RunResult result) {
        ObjectNode root = JSON.createObjectNode();
        root.put("title", result.title());
        number(root, "seconds", result.seconds());
        root.put("seed", result.seed());
        root.put("synthetic", result.synthetic());
        root.put("test_images", result.rows().length);
        for (ModelResult model : result.models()) {
            ObjectNode node = root.withArray("models").addObject();
            node.put("name", model.name());
            number(node, "accuracy", model.attributes() == null ? Double.NaN : model.attributes().macroAccuracy());
            number(node, "nme", model.points() == null ? Double.NaN : model.points().nme());
            number(node, "mae", model.points() == null ? Double.NaN : model.points().mae());
            node.put("parameters", model.parameters());
            node.put("best_epoch", model.bestEpoch());
            number(node, "seconds", model.seconds());
            ObjectNode baselines = node.putObject("baselines");
            for (Map.Entry<String, Double> entry : result.baselines().summary().entrySet()) {
                boolean attributes = entry.getKey().endsWith("accuracy");
                if (attributes ? model.attributes() != null : model.points() != null) {
                    number(baselines, entry.getKey(), entry.getValue());
                }
            }
        }
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
