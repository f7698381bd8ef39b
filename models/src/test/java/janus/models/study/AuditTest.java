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
    private static final String DATA = "data: 01\nimages: 23\n";
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

    /** Of arms {@code a} and {@code b}, whose {@code seed}-th runs have the texts at that index. */
    private Audit audit(List<String> a, List<String> b, Set<String> free) throws IOException {
        for (int seed = 0; seed < a.size(); seed++) {
            write("a", seed, a.get(seed));
            write("b", seed, b.get(seed));
        }
        return Audit.of(
                ArmFolder.open(folder.resolve("a"), List.of()), ArmFolder.open(folder.resolve("b"), List.of()), free);
    }

    private Path write(String arm, int seed, String config) throws IOException {
        Path run = Files.createDirectories(folder.resolve(arm + "/seed-" + seed));
        Files.writeString(run.resolve("predictions.csv"), "image,a\n" + arm + "," + seed + "\n");
        Files.writeString(run.resolve("config.yaml"), config);
        Files.writeString(run.resolve("env.txt"), CODE + "device: cpu\n" + KERNELS + DATA);
        return run;
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
    void whichOfEqualGpusTrainedARunIsNoDifference() throws IOException {
        String first = CODE + "device: cuda:0: float32, H, 8 MiB\n" + KERNELS;
        assertThat(ofEnvironments(first, first.replace("cuda:0", "cuda:1"))).isEmpty();
        for (String other : List.of(
                first.replace("cuda:0", "cuda:1:bf16"), first.replace(" H,", " A,"), first.replace("8 MiB", "9 MiB"))) {
            assertThat(ofEnvironments(first, other)).as(other).containsOnlyKeys("environment.device");
        }
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

    @Test
    void seedThatAnArmHasTwiceIsADifference() throws IOException {
        Map<String, String> found = audit(
                        List.of("seed: 1\n", "seed: 2\n", "seed: 1\n"),
                        List.of("seed: 1\n", "seed: 2\n", "seed: 1\n"),
                        Set.of())
                .differences();
        assertThat(found).containsOnlyKeys("seed");
        assertThat(found.get("seed"))
                .isEqualTo(
                        "seed is 1 in " + folder.resolve("a/seed-0") + " and again in " + folder.resolve("a/seed-2"));
    }

    @Test
    void copiedPredictionsAreNoSeedOfTheirOwn() throws IOException {
        List<String> seeds = List.of("seed: 1\n", "seed: 2\n");
        audit(seeds, seeds, Set.of());
        Path first = folder.resolve("b/seed-0/predictions.csv");
        Path second = folder.resolve("b/seed-1/predictions.csv");
        Files.writeString(second, Files.readString(first));
        for (String arm : List.of("a", "b")) {
            Files.delete(folder.resolve(arm + "/seed-0/config.yaml"));
            Files.delete(folder.resolve(arm + "/seed-1/config.yaml"));
        }
        ArmFolder a = ArmFolder.open(folder.resolve("a"), List.of());
        assertThat(Audit.of(a, ArmFolder.open(folder.resolve("b"), List.of()), Set.of())
                        .differences())
                .containsExactly(Map.entry("predictions", second + " is a copy of " + first));
        assertThat(Audit.of(a, a, Set.of()).differences())
                .as("an arm against itself")
                .isEmpty();
    }

    @Test
    void seedsOfEitherArmAreOfOneMethod() throws IOException {
        List<String> one = List.of("{seed: 1, loss: {weighting: equal}}\n", "{seed: 2, loss: {weighting: equal}}\n");
        List<String> two = List.of(one.getFirst(), one.getLast().replace("equal", "mgda"));
        Set<String> free = Set.of("loss.weighting");
        String mixed = "loss.weighting is \"equal\" in %s, \"mgda\" in %s";
        assertThat(audit(one, two, free).differences())
                .containsExactly(Map.entry(
                        "loss.weighting", mixed.formatted(folder.resolve("b/seed-0"), folder.resolve("b/seed-1"))));
        assertThat(audit(two, one, free).differences())
                .containsExactly(Map.entry(
                        "loss.weighting", mixed.formatted(folder.resolve("a/seed-0"), folder.resolve("a/seed-1"))));
        assertThat(audit(one, one, free).differences()).isEmpty();
    }

    @Test
    void whatARunDoesNotSayOfItselfIsSaid() throws IOException {
        List<String> seeds = List.of("seed: 1\n", "seed: 2\n", "seed: 3\n");
        assertThat(audit(seeds, seeds, Set.of()).unknown()).isEmpty();
        Files.delete(folder.resolve("a/seed-0/env.txt"));
        Files.delete(folder.resolve("b/seed-1/env.txt"));
        Files.createDirectory(folder.resolve("b/seed-1/env.txt"));
        Files.writeString(folder.resolve("b/seed-0/config.yaml"), "# nothing\n");
        Files.writeString(folder.resolve("b/seed-2/env.txt"), CODE + KERNELS + DATA);
        Audit audit = Audit.of(
                ArmFolder.open(folder.resolve("a"), List.of()),
                ArmFolder.open(folder.resolve("b"), List.of()),
                Set.of());
        assertThat(audit.differences()).isEmpty();
        assertThat(audit.unknown())
                .containsExactly(
                        "no env.txt in " + folder.resolve("a/seed-0") + " and 1 more run",
                        "config.yaml without keys in " + folder.resolve("b/seed-0"),
                        "env.txt without device in " + folder.resolve("b/seed-2"));
    }

    @Test
    void otherLabelsAreADifferenceAndRunsThatDoNotSayAreNotAudited() throws IOException {
        String run = CODE + "device: cpu\n" + KERNELS + DATA;
        assertThat(ofEnvironments(run, run.replace("data: 01", "data: 45"))).containsOnlyKeys("environment.data");
        assertThat(ofEnvironments(run, run.replace("images: 23", "images: 45"))).containsOnlyKeys("environment.images");
        assertThat(ofEnvironments(run, run.replace(DATA, ""))).isEmpty();
    }
}
