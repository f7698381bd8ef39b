package janus.models.study;

import janus.celeba.FaceData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores in % of all runs of an arm, [run][image]. Every label must be known; empty where the arm predicts none. */
record RunScores(double[][] accuracy, double[][] nme) {
    static RunScores of(ArmFolder arm, FaceData data) throws IOException {
        List<double[]> accuracy = new ArrayList<>();
        List<double[]> nme = new ArrayList<>();
        for (int run = 0; run < arm.seeds().size(); run++) {
            ImageScores scores = ImageScores.of(arm.read(run), data);
            add(accuracy, scores.accuracy());
            add(nme, scores.nme());
        }
        return new RunScores(accuracy.toArray(double[][]::new), nme.toArray(double[][]::new));
    }

    private static void add(List<double[]> runs, double @Nullable [] scores) {
        if (scores != null) {
            runs.add(scores);
        }
    }

    double[][] of(Endpoint endpoint) {
        return endpoint.higherIsBetter() ? accuracy : nme;
    }

    /** a − b for each pair {@code order[2k]}, {@code order[2k + 1]} of runs. */
    static double[][] differences(double[][] runs, int[] order) {
        double[][] first = new double[order.length / 2][];
        double[][] second = new double[order.length / 2][];
        for (int k = 0; k < first.length; k++) {
            first[k] = runs[order[2 * k]];
            second[k] = runs[order[2 * k + 1]];
        }
        return differences(first, second);
    }

    /** a − b of the runs in the same place. */
    static double[][] differences(double[][] a, double[][] b) {
        double[][] differences = new double[a.length][];
        for (int run = 0; run < a.length; run++) {
            differences[run] = new double[a[run].length];
            for (int i = 0; i < a[run].length; i++) {
                differences[run][i] = a[run][i] - b[run][i];
            }
        }
        return differences;
    }
}
