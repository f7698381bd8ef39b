package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final String CODE = "janus: 0.1.0 sha256:ab\n";
    private static final String KERNELS = "kernels: built-in sha256:cd, 16 lanes\n";

    @TempDir
    private Path folder;

    private Map<String, String> differences(Set<String> free, String[]... arms) throws IOException {
        for (int arm = 0; arm < 2; arm++) {
            Path run = Files.createDirectories(folder.resolve(arm + "/1"));
            Files.writeString(run.resolve("predictions.csv"), "image,a\n");
            Files.writeString(run.resolve("config.yaml"), arms[arm][0]);
            Files.writeString(run.resolve("env.txt"), arms[arm][1]);
        }
        ArmFolder a = ArmFolder.open(folder.resolve("0"), List.of());
        return Audit.of(a, ArmFolder.open(folder.resolve("1"), List.of()), free).differences();
    }

    private Map<String, String> ofEnvironments(String one, String two) throws IOException {
        return differences(Set.of(), new String[] {"seed: 1\n", one}, new String[] {"seed: 1\n", two});
    }

    @Test
    void threadsAndProcessorsChangeNoBitAndAreNoDifference() throws IOException {
        String two = CODE + "device: cpu:2: float32, 2 processors\n" + KERNELS + "processor: one\n";
        String eight = CODE + "device: cpu:8: float32, 64 processors\n" + KERNELS + "processor: another\n";
        assertThat(ofEnvironments(two, eight)).isEmpty();
    }

    @Test
    void otherArithmeticIsADifference() throws IOException {
        String fast = CODE + "device: cpu:2: float32\n" + KERNELS;
        assertThat(ofEnvironments(fast, CODE + "device: cpu:2:strict: float32\n" + KERNELS))
                .containsOnlyKeys("environment.device");
        assertThat(ofEnvironments(fast, fast.replace("16 lanes", "8 lanes"))).containsOnlyKeys("environment.kernels");
        assertThat(ofEnvironments(fast, fast.replace("sha256:ab", "sha256:ef"))).containsOnlyKeys("environment.janus");
    }

    @Test
    void whatThePlanSaysOfTheArmsIsFreeAndNothingElse() throws IOException {
        String[] longer = {"optimizer: {epochs: 6, rate: 0.1}\n", CODE};
        String[] shorter = {"optimizer: {epochs: 3, rate: 0.1}\n", CODE};
        assertThat(differences(Set.of("optimizer.epochs"), longer, shorter)).isEmpty();
        assertThat(differences(Set.of("optimizer.rate"), longer, shorter)).containsOnlyKeys("optimizer.epochs");
    }

    @Test
    void whatIsBelowAFreeKeyIsFreeToo() throws IOException {
        String[] light = {"loss: {beta: 1, weights: {attributes: 1, landmarks: 6}}\n", CODE};
        String[] heavy = {"loss: {beta: 1, weights: {attributes: 1, landmarks: 60}}\n", CODE};
        assertThat(differences(Set.of("loss.weights"), light, heavy)).isEmpty();
        assertThat(differences(Set.of("loss.weight"), light, heavy)).containsOnlyKeys("loss.weights.landmarks");
    }
}
