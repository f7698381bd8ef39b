package janus.models.study;

import janus.models.weights.Array;
import janus.models.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Two arms that share no trained number: over a frozen trunk, at equal rates and unit weights, the two-head model's heads
 * are those of the single models. They must end equal to the last bit.
 */
final class FrozenNull {
    private FrozenNull() {}

    static Control of(StudyFolder folder) throws IOException {
        int equal = 0;
        String different = "";
        for (long seed : folder.plan().seeds()) {
            Path both = folder.run(new StudyFolder.Entry("two-head", seed)).resolve("two-head");
            Map<String, Array> together = weights(both);
            for (String task : new String[] {"attributes", "landmarks"}) {
                Path one = folder.run(new StudyFolder.Entry("single", seed)).resolve(task);
                for (Map.Entry<String, Array> array : weights(one).entrySet()) {
                    if (!array.getKey().startsWith(task + ".")) {
                        continue;
                    }
                    Array twin = together.get(array.getKey());
                    boolean same =
                            twin != null && twin.bytes().equals(array.getValue().bytes());
                    equal += same ? 1 : 0;
                    different = same || !different.isEmpty() ? different : array.getKey() + ", seed " + seed;
                }
            }
        }
        boolean passed = equal > 0 && different.isEmpty();
        return new Control(
                "frozen trunk",
                passed,
                passed
                        ? equal + " arrays of the heads bit-identical in both arms, as they must be"
                        : different + " differs between arms that share nothing trained");
    }

    private static Map<String, Array> weights(Path model) throws IOException {
        return Safetensors.read(model.resolve("last.safetensors")).arrays();
    }
}
