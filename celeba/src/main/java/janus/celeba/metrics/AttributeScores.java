package janus.celeba.metrics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Binary metrics per column and averaged; a column without labels is NaN and left out of macro averages, and so are a
 * balanced accuracy and an AUC with one class absent. Missing labels count nowhere. A prediction is positive at
 * probability > ½ (logit > 0). Precision, recall and F1 are 0 where their denominator is (scikit-learn's
 * zero_division=0). Macro is the mean over columns, micro pools all labels; with no label at all both are NaN.
 */
public record AttributeScores(
        double[] accuracy,
        double[] f1,
        double[] precision,
        double[] recall,
        double[] balancedAccuracy,
        double[] auc,
        double macroAccuracy,
        double microAccuracy,
        double macroF1,
        double microF1,
        double macroPrecision,
        double microPrecision,
        double macroRecall,
        double microRecall,
        double meanBalancedAccuracy,
        double meanAuc) {
    /**
     * Row-major [n][columns] logits; labels 0, 1, or −1 where missing.
     *
     * @throws IllegalArgumentException if the lengths do not fit or the logit of a label is NaN
     */
    public static AttributeScores of(int columns, float[] logits, byte[] labels) {
        check(columns, logits, labels);
        Counts[] counts = new Counts[columns];
        Counts all = new Counts(0, 0, 0, 0);
        for (int c = 0; c < columns; c++) {
            counts[c] = Counts.of(columns, c, logits, labels);
            all = all.plus(counts[c]);
        }
        double[] accuracy = each(columns, c -> counts[c].accuracy());
        double[] f1 = each(columns, c -> counts[c].f1());
        double[] precision = each(columns, c -> counts[c].precision());
        double[] recall = each(columns, c -> counts[c].recall());
        double[] balanced = each(columns, c -> counts[c].balancedAccuracy());
        double[] auc = each(columns, c -> RankSum.auc(columns, c, logits, labels));
        return new AttributeScores(
                accuracy,
                f1,
                precision,
                recall,
                balanced,
                auc,
                mean(accuracy),
                all.accuracy(),
                mean(f1),
                all.f1(),
                mean(precision),
                all.precision(),
                mean(recall),
                all.recall(),
                mean(balanced),
                mean(auc));
    }

    /** Mean accuracy over the columns in which {@code other} has one too. */
    public double accuracyWhere(AttributeScores other) {
        return mean(IntStream.range(0, accuracy.length)
                .filter(c -> !Double.isNaN(other.accuracy[c]))
                .mapToDouble(c -> accuracy[c])
                .toArray());
    }

    private static void check(int columns, float[] logits, byte[] labels) {
        if (columns < 1 || logits.length != labels.length || logits.length % columns != 0) {
            throw new IllegalArgumentException("%d columns, %d logits, %d labels: logits and labels [n][columns]"
                    .formatted(columns, logits.length, labels.length));
        }
        for (int i = 0; i < logits.length; i++) {
            if (Float.isNaN(logits[i]) && labels[i] >= 0) {
                throw new IllegalArgumentException(
                        "logit of row %d, column %d is NaN".formatted(i / columns, i % columns));
            }
        }
    }

    private static double[] each(int columns, IntToDoubleFunction score) {
        return IntStream.range(0, columns).mapToDouble(score).toArray();
    }

    private static double mean(double[] scores) {
        return Arrays.stream(scores).filter(s -> !Double.isNaN(s)).average().orElse(Double.NaN);
    }

    /** True and false positives and negatives. */
    private record Counts(long tp, long fp, long tn, long fn) {
        static Counts of(int columns, int column, float[] logits, byte[] labels) {
            long[] cells = new long[4];
            for (int i = column; i < labels.length; i += columns) {
                if (labels[i] >= 0) {
                    cells[2 * labels[i] + (logits[i] > 0 ? 1 : 0)]++;
                }
            }
            return new Counts(cells[3], cells[1], cells[0], cells[2]);
        }

        Counts plus(Counts other) {
            return new Counts(tp + other.tp, fp + other.fp, tn + other.tn, fn + other.fn);
        }

        long n() {
            return tp + fp + tn + fn;
        }

        double accuracy() {
            return n() == 0 ? Double.NaN : (double) (tp + tn) / n();
        }

        double precision() {
            return orZero(tp, tp + fp);
        }

        double recall() {
            return orZero(tp, tp + fn);
        }

        double f1() {
            return orZero(2 * tp, 2 * tp + fp + fn);
        }

        double balancedAccuracy() {
            return tp + fn == 0 || tn + fp == 0 ? Double.NaN : ((double) tp / (tp + fn) + (double) tn / (tn + fp)) / 2;
        }

        private double orZero(long part, long whole) {
            return n() == 0 ? Double.NaN : whole == 0 ? 0 : (double) part / whole;
        }
    }
}
