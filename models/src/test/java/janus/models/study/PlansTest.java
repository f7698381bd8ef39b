package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.train.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlansTest {
    private static final String README = """
            title: does sharing help?
            seeds: [1, 2, 3, 4, 5, 6, 7, 8]
            margins: {accuracy: 0.10, nme: 0.05}          # percentage points; what has a margin is decided on
            arms:
              two-head: {models: [two-head]}
              single: {models: [attributes, landmarks]}
              matched: {models: [attributes, landmarks], network.width: 0.7071}
            training: {preset: study, data: {folder: /data/celeba}}
            """;

    @TempDir
    private Path folder;

    @Test
    void presetThatAPlanNamesIsTheWholeBaseOfItsTraining() throws IOException {
        Path file = Files.writeString(folder.resolve("plan.yaml"), README);
        assertThat(Plans.resolve(null, file, Map.of()).training())
                .isEqualTo(Configs.resolve("study", null, Map.of("data.folder", "/data/celeba")));
        assertThat(Plans.resolve(null, null, Map.of("preset", "study")).training())
                .isEqualTo(Configs.resolve("study", null, Map.of()));
    }

    @Test
    void planThatNamesNoPresetChangesTheTrainingOfItsBase() throws IOException {
        Path file = Files.writeString(folder.resolve("plan.yaml"), "training: {optimizer: {rate: 0.5}}\n");
        assertThat(Plans.resolve(null, file, Map.of()).training())
                .isEqualTo(Configs.with(
                        Plans.resolve(null, null, Map.of()).training(), Map.of("optimizer.rate", "0.5"), "test"));
    }
}
