package janus.bench.peers;

import janus.bench.Layer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is timed: a pass of the network over {@code batch} images of {@code size} pixels, or one convolution. */
record Work(Kind kind, int size, int batch, @Nullable Layer layer) {
    /** Which computation, by its name in the results. */
    enum Kind {
        TRAIN_STEP("train-step"),
        INFERENCE("inference"),
        FORWARD("convolution-forward"),
        BACKWARD_DATA("convolution-backward-data"),
        BACKWARD_FILTER("convolution-backward-filter");

        final String text;

        Kind(String text) {
            this.text = text;
        }

        boolean isConvolution() {
            return this == FORWARD || this == BACKWARD_DATA || this == BACKWARD_FILTER;
        }

        static Kind of(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text.equals(text))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static Work of(Kind kind, int size, int batch) {
        return new Work(kind, size, batch, null);
    }

    static Work of(Kind kind, Layer layer, int batch) {
        return new Work(kind, layer.size(batch).h(), batch, layer);
    }

    /** The inverse of {@link #toString}. */
    static Work parse(String text) {
        String[] parts = text.split("/");
        int batch = Integer.parseInt(parts[2]);
        Kind kind = Kind.of(parts[0]);
        return kind.isConvolution()
                ? of(kind, Layer.valueOf(parts[1]), batch)
                : of(kind, Integer.parseInt(parts[1]), batch);
    }

    /** The convolution, if it is one. */
    Layer convolution() {
        return Objects.requireNonNull(layer);
    }

    @Override
    public String toString() {
        return kind.text + "/" + (layer == null ? size : layer) + "/" + batch;
    }
}
