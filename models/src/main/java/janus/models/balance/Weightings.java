package janus.models.balance;

import java.util.List;
import java.util.stream.Stream;

/** The weightings by the names a configuration gives them. */
public final class Weightings {
    /** The name of the weighting that leaves the configured factors as they are. */
    public static final String EQUAL = "equal";

    private static final List<String> OF_LOSSES = List.of(EQUAL, "uw", "dwa", "rlw", "imtl-l", "famo");

    private static final List<String> OF_GRADIENTS =
            List.of("gradnorm", "mgda", "mgda-ub", "pcgrad", "cagrad", "imtl-g", "nash-mtl", "aligned-mtl", "upgrad");

    private Weightings() {}

    /** All of them. */
    public static List<String> names() {
        return Stream.concat(OF_LOSSES.stream(), OF_GRADIENTS.stream()).toList();
    }

    /** Whether it looks at the gradients of single losses. */
    public static boolean usesGradients(String name) {
        return OF_GRADIENTS.contains(name);
    }

    /** Whether its paper takes them in the features: MGDA-UB, of which this is all there is to it. */
    public static boolean isOfFeatures(String name) {
        return name.equals("mgda-ub");
    }

    /** At its start; {@code c} of each task is ½ where the loss is a regression's, else 1. */
    static Weighting of(String name, double[] c) {
        int tasks = c.length;
        return switch (name) {
            case EQUAL -> new FixedWeights(tasks);
            case "uw" -> new UncertaintyWeighting(c);
            case "dwa" -> new DynamicWeightAverage(tasks);
            case "rlw" -> new RandomLossWeighting(tasks);
            case "imtl-l" -> new ImtlL(tasks);
            case "famo" -> new Famo(tasks);
            case "gradnorm" -> new GradNorm(tasks);
            case "mgda", "mgda-ub" -> new Mgda();
            case "pcgrad" -> new PcGrad();
            case "cagrad" -> new CaGrad(.4);
            case "imtl-g" -> new ImtlG();
            case "nash-mtl" -> new NashMtl();
            case "aligned-mtl" -> new AlignedMtl();
            case "upgrad" -> new UpGrad();
            default -> throw new IllegalArgumentException("weighting " + name + ": one of " + names());
        };
    }
}
