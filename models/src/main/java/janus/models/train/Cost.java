package janus.models.train;

import janus.celeba.FaceData;
import janus.kernels.Device;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;

/** How long the steps of a run take on this machine. */
public final class Cost {
    /** Kernels are being compiled meanwhile. */
    private static final double WARM_SECONDS = 2;

    private static final double TIMED_SECONDS = .5;
    /** Of the time of a training step, what looking at as many images takes. */
    static final double LOOKING = 1.0 / 3;

    private Cost() {}

    /** Seconds of one step of all models of {@code config}: medians over some, on empty images. */
    public static double secondsPerStep(Config config, Device device, FaceData data) {
        double sum = 0;
        for (String model : config.models()) {
            try (BlankSteps steps = new BlankSteps(model, config, device, data)) {
                times(steps, WARM_SECONDS);
                sum += StatUtils.percentile(times(steps, TIMED_SECONDS), 50);
            }
        }
        return sum;
    }

    /** The times of so many steps as fill {@code seconds}. */
    private static double[] times(BlankSteps steps, double seconds) {
        DoubleStream.Builder times = DoubleStream.builder();
        double all = 0;
        while (all < seconds) {
            long begun = System.nanoTime();
            steps.step();
            double time = (System.nanoTime() - begun) * 1e-9;
            times.add(time);
            all += time;
        }
        return times.build().toArray();
    }

    /** Seconds of a whole run at {@code secondsPerStep}, validation and test included, decoding not. */
    public static double secondsPerRun(Config config, Faces faces, double secondsPerStep) {
        int epochs = config.optimizer().epochs();
        double looked = LOOKING * (epochs * (double) faces.validation().length + faces.test().length);
        double trained = epochs * (double) faces.train().length;
        return (trained + looked) / config.optimizer().batch() * secondsPerStep;
    }
}
