package janus.models.report;

import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One trained model and what it predicted on the test rows, in their order: {@code logits} [n][attributes] and {@code
 * coordinates} [n][2·points] as x/width, y/height. What the model has no head for is null; {@code bestEpoch} is 0
 * where it is not known.
 */
public record ModelResult(
        String name,
        long parameters,
        double seconds,
        int bestEpoch,
        List<Curve> curves,
        @Nullable AttributeScores attributes,
        @Nullable PointScores points,
        float @Nullable [] logits,
        float @Nullable [] coordinates) {}
