package janus.models.report;

import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.engine.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One trained model and what it predicted on the test rows, in their order: {@code logits} [n][attributes], NaN for
 * attributes it has no head for, and {@code coordinates} [n][2·points] as x/width, y/height. What the model has no such
 * head for is null; {@code bestEpoch} is 0 where it is not known. {@code work} is that of one image, backward none where
 * the model was not trained.
 */
public record ModelResult(
        String name,
        long parameters,
        Work work,
        double seconds,
        int bestEpoch,
        List<Curve> curves,
        @Nullable AttributeScores attributes,
        @Nullable PointScores points,
        float @Nullable [] logits,
        float @Nullable [] coordinates) {}
