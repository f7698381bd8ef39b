package janus.bench.peers;

import java.util.Arrays;

/** One engine with one piece of work, ready to run. */
interface Party extends AutoCloseable {
    /** Name and version of the engine. */
    String version();

    /** Does the work once, to its end. */
    void run();

    /**
     * Numbers that all parties must agree on: logits and coordinates of a batch, losses of the first two training
     * steps, or samples of a convolution's result. Called once, before {@link #run}.
     */
    float[] check();

    /** What is held ends with the process, where nothing else is said. */
    @Override
    default void close() {}

    /** The outputs of both heads. */
    static float[] joined(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Every so many-th number, at most 4096 of them. */
    static float[] sample(float[] all) {
        int step = (all.length + 4095) / 4096;
        float[] some = new float[(all.length + step - 1) / step];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[i * step];
        }
        return some;
    }
}
