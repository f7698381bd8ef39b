package janus.models.balance;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.models.Csv;
import janus.models.MultiTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * What the gradients of a model's single losses, none weighed, say of one batch, in each group of the layers that more
 * than one loss reaches: layer1 with the stem, layer2, layer3, layer4, and hidden layers of heads, with a task before
 * them where only its losses reach them. In a model of one loss it is all of the trunk.
 *
 * <p>norm: length of a task's gradient. cosine: of two tasks' gradients; of more than {@value #PAIRED} tasks the mean of
 * a task's cosines with all others, as a line for each pair would be hundreds. conflicts: share of pairs below 0.
 * condition: largest over smallest eigenvalue of the matrix of cosines, 1 where all are 0, at most K/{@link
 * Directions#RESOLUTION}. floor: the cosine of one task's gradients on the two halves of the batch; a cosine between
 * tasks that is no smaller is what another batch would have done as well. A gradient that is 0 has no direction, and a
 * batch of fewer than 4 images no halves: then lines are left out.
 *
 * <p>The model stays as it was: weights, running statistics, and what a step draws. It holds a gradient for each loss,
 * {@link Balancer#ROWS} at most, besides the step's own; each is as large as the model, and is kept for the next look. A
 * run reckons with them before its first step. The halves of a batch lie on one tape, which is that of a step.
 */
public final class Diagnosis {
    private static final int LEAST = 4;
    private static final int PAIRED = 8;

    private final List<String> lines = new ArrayList<>();
    private final List<String> tasks;

    private Diagnosis(List<String> tasks) {
        this.tasks = tasks;
    }

    /** Lines of {@code group,quantity,task,other,value}, without a header. */
    public static List<String> of(MultiTask model, Batch batch, Draws draws) {
        Diagnosis diagnosis = new Diagnosis(model.parts());
        Map<String, List<Parameter>> groups = groups(model);
        List<List<Parameter>> layers = List.copyOf(groups.values());
        if (!layers.isEmpty()) {
            double[][][] grams = grams(model, batch, draws, layers);
            double[][] floors = batch.n() < LEAST ? new double[0][] : floors(model, batch, draws, layers);
            int group = 0;
            for (String name : groups.keySet()) {
                diagnosis.add(name, grams[group]);
                for (int task = 0; task < floors.length; task++) {
                    diagnosis.add(name, "floor", diagnosis.tasks.get(task), "", floors[task][group]);
                }
                group++;
            }
        }
        return diagnosis.lines;
    }

    private static Map<String, List<Parameter>> groups(MultiTask model) {
        Map<String, List<Parameter>> groups = new LinkedHashMap<>();
        for (Parameter parameter : model.sharedParameters()) {
            if (!parameter.isStatistic() && !parameter.isFrozen()) {
                groups.computeIfAbsent(group(model, parameter), _ -> new ArrayList<>())
                        .add(parameter);
            }
        }
        return groups;
    }

    private static String group(MultiTask model, Parameter parameter) {
        String name = model.localName(parameter);
        String layer = name.startsWith("layer") ? name.substring(0, name.indexOf('.')) : "layer1";
        String owner = parameter.name().substring(0, parameter.name().length() - name.length());
        return owner + (Character.isDigit(name.charAt(0)) ? "hidden" : layer);
    }

    private static double[][][] grams(MultiTask model, Batch batch, Draws draws, List<List<Parameter>> layers) {
        try (Pass pass = Pass.training(model.parameters().device(), draws)) {
            return pass.grams(model.partLosses(pass, batch), layers, Balancer.ROWS);
        }
    }

    /** [task][group] cosines between the halves. */
    private static double[][] floors(MultiTask model, Batch batch, Draws draws, List<List<Parameter>> layers) {
        int half = batch.n() / 2;
        try (Pass pass = Pass.training(model.parameters().device(), draws)) {
            List<Tensor> first = model.partLosses(pass, batch.part(0, half));
            List<Tensor> second = model.partLosses(pass, batch.part(half, batch.n()));
            double[][] floors = new double[first.size()][];
            for (int task = 0; task < floors.length; task++) {
                double[][][] grams = pass.grams(List.of(first.get(task), second.get(task)), layers, 2);
                floors[task] = Arrays.stream(grams)
                        .mapToDouble(gram -> cosine(gram, 1, 0))
                        .toArray();
            }
            return floors;
        }
    }

    private void add(String group, double[][] gram) {
        int pairs = 0;
        int conflicts = 0;
        for (int i = 0; i < gram.length; i++) {
            add(group, "norm", tasks.get(i), "", Math.sqrt(gram[i][i]));
            for (int j = 0; j < i; j++) {
                double cosine = cosine(gram, i, j);
                if (gram.length <= PAIRED) {
                    add(group, "cosine", tasks.get(i), tasks.get(j), cosine);
                }
                pairs += Double.isNaN(cosine) ? 0 : 1;
                conflicts += cosine < 0 ? 1 : 0;
            }
            if (gram.length > PAIRED) {
                add(group, "cosine", tasks.get(i), "", withOthers(gram, i));
            }
        }
        add(group, "conflicts", "", "", (double) conflicts / pairs);
        boolean finite = Arrays.stream(gram).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        add(group, "condition", "", "", finite && pairs > 0 ? condition(Directions.of(gram)) : Double.NaN);
    }

    /** Mean of the cosines that there are; NaN without any. */
    private static double withOthers(double[][] gram, int task) {
        return IntStream.range(0, gram.length)
                .filter(other -> other != task)
                .mapToDouble(other -> cosine(gram, task, other))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    private static double cosine(double[][] gram, int i, int j) {
        return Math.clamp(gram[i][j] / Math.sqrt(gram[i][i]) / Math.sqrt(gram[j][j]), -1, 1);
    }

    private static double condition(Directions directions) {
        double[] eigenvalues =
                new EigenDecomposition(new Array2DRowRealMatrix(directions.cosines(), false)).getRealEigenvalues();
        Arrays.sort(eigenvalues);
        return eigenvalues[eigenvalues.length - 1] / Math.max(eigenvalues[0], Directions.RESOLUTION);
    }

    private void add(String group, String quantity, String task, String other, double value) {
        if (Double.isFinite(value)) {
            lines.add(String.join(",", group, quantity, Csv.field(task), Csv.field(other), Double.toString(value)));
        }
    }
}
