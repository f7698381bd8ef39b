package janus.models.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every quantity over epochs, one panel each: validation solid, training dashed, one colour a model. */
final class RunCurves {
    private RunCurves() {}

    /** A panel for each quantity, in the order they first appear. */
    static List<Panel> panels(List<ModelResult> models) {
        Set<String> quantities = new LinkedHashSet<>();
        models.forEach(model -> model.curves().forEach(curve -> quantities.add(curve.quantity())));
        return quantities.stream().map(quantity -> panel(quantity, models)).toList();
    }

    private static Panel panel(String quantity, List<ModelResult> models) {
        List<Band> bands = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            String name = models.get(m).name();
            for (Curve curve : models.get(m).curves()) {
                if (curve.quantity().equals(quantity)) {
                    bands.add(Band.of(name, m, false, List.of(byEpoch(curve.validation()))));
                    bands.add(Band.of(name + ", training", m, true, List.of(byEpoch(curve.train()))));
                }
            }
        }
        boolean dashed = bands.stream().anyMatch(band -> band.dashed() && !band.isEmpty());
        return new Panel(dashed ? quantity + " (training dashed)" : quantity, "epoch", bands);
    }

    private static Map<Double, Double> byEpoch(double[] values) {
        return IntStream.range(0, values.length).boxed().collect(Collectors.toMap(i -> i + 1.0, i -> values[i]));
    }

    /** One line per model, quantity and epoch: {@code model,quantity,epoch,train,validation}. */
    static void save(Path file, List<ModelResult> models) throws IOException {
        List<String> lines = new ArrayList<>(List.of("model,quantity,epoch,train,validation"));
        for (ModelResult model : models) {
            for (Curve curve : model.curves()) {
                int epochs = Math.max(curve.train().length, curve.validation().length);
                for (int i = 0; i < epochs; i++) {
                    lines.add(model.name() + ",\"" + curve.quantity() + "\"," + (i + 1) + "," + at(curve.train(), i)
                            + "," + at(curve.validation(), i));
                }
            }
        }
        Files.write(file, lines);
    }

    private static String at(double[] values, int i) {
        return i < values.length && Double.isFinite(values[i]) ? Double.toString(values[i]) : "";
    }
}
