package janus.models.report;

import janus.celeba.FaceData;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a report shows of one run. {@code title} is its first line; {@code rows} are the test rows that every
 * prediction belongs to; {@code config} is the resolved YAML, {@code environment} is shown in its own order.
 */
public record RunResult(
        String title,
        boolean synthetic,
        long seed,
        double seconds,
        FaceData data,
        int[] rows,
        List<ModelResult> models,
        Baselines baselines,
        String config,
        Map<String, String> environment,
        Peak peak) {
    /** The most memory in use, bytes: of the process, and of the device's buffers; null where it is not known. */
    public record Peak(@Nullable Long process, @Nullable Long device) {}
}
