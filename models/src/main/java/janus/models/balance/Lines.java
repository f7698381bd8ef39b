package janus.models.balance;

import janus.models.Csv;
import java.util.ArrayList;
import java.util.List;

/** A trace as lines of {@code epoch,quantity,task,other,mean}: loss, weight, norm, cosine, conflict. */
final class Lines {
    private final List<String> lines = new ArrayList<>();
    private final List<String> parts;

    private Lines(List<String> parts) {
        this.parts = parts;
    }

    static List<String> of(List<String> parts, boolean gradients, List<double[]> epochs) {
        Lines lines = new Lines(parts);
        int k = parts.size();
        for (int epoch = 0; epoch < epochs.size(); epoch++) {
            double[] means = epochs.get(epoch);
            lines.single(epoch + 1, "loss", means, 0);
            lines.single(epoch + 1, "weight", means, k);
            if (gradients) {
                lines.single(epoch + 1, "norm", means, 2 * k);
                lines.pairs(epoch + 1, "cosine", means, 3 * k);
                lines.pairs(epoch + 1, "conflict", means, 3 * k + k * (k - 1) / 2);
            }
        }
        return lines.lines;
    }

    private void single(int epoch, String quantity, double[] means, int from) {
        for (int i = 0; i < parts.size(); i++) {
            add(epoch, quantity, parts.get(i), "", means[from + i]);
        }
    }

    private void pairs(int epoch, String quantity, double[] means, int from) {
        int pair = from;
        for (int i = 0; i < parts.size(); i++) {
            for (int j = 0; j < i; j++) {
                add(epoch, quantity, parts.get(i), parts.get(j), means[pair++]);
            }
        }
    }

    private void add(int epoch, String quantity, String task, String other, double mean) {
        lines.add(epoch + "," + quantity + "," + Csv.field(task) + "," + Csv.field(other) + "," + mean);
    }
}
