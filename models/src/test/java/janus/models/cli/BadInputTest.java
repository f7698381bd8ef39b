package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import janus.models.study.Plan;
import janus.models.study.Plans;
import janus.models.study.StudyFolder;
import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Whatever is wrong is said in one line with its place and its remedy, before a step is taken, and nothing is left. */
final class BadInputTest {
    private static final List<String> SMALL =
            List.of("train", "--device", "reference", "data.size=32", "network.width=0.0625", "optimizer.epochs=1");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        SmallFaces.write(folder.resolve("data"), 40, 7);
        write("text", "a letter");
        write("range.yaml", "seed: 2\noptimizer:\n  batch: 8\n  rate: -3\n");
        write("type.yaml", "optimizer:\n  rate: fast\n");
        write("key.yaml", "optimizer:\n  rte: 1\n");
        write("none.yaml", "seed:\n");
        write("cut.yaml", "models: [two-head\n");
        write("list.yaml", "- seed\n");
        write("two.yaml", "seed: 1\n---\nseed: 2\n");
        write("preset.yaml", "preset: [demo]\n");
        write("single.yaml", "models: [attributes, landmarks]\nloss:\n  weighting: dwa\n");
        write("nothing.yaml", "loss:\n  weighting: uw\n  weights: {attributes: 0}\n");
        write("frozen.yaml", "loss:\n  weighting: cagrad\nnetwork:\n  frozen: true\n");
        write("apart.yaml", "loss:\n  weighting: mgda\nnetwork:\n  split: 0\n");
        write("looking.yaml", "diagnostics:\n  every: 5\nnetwork:\n  split: 0\n");
        write("features.yaml", "loss:\n  weighting: mgda-ub\n  gradients: parameters\n");
        Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xE9, '\n'});
        write("run/config.yaml", "seed: 7\n");
        write("damaged/config.yaml", "seed: 7\nloss: 3\n");
        Plan plan = Plans.resolve("quick", null, Map.of());
        Map<String, Map<String, JsonNode>> arm = Map.of("two-head", Map.of());
        StudyFolder.begin(
                folder.resolve("one"),
                new Plan("one", List.of(1L), plan.margins(), plan.expected(), arm, plan.training(), List.of()));
        weights("null.safetensors", "null");
        weights(
                "outside.safetensors",
                "{'model':'../x','width':1,'split':4,'size':32,'mean':[0,0,0],'deviation':[1,1,1],"
                        + "'heads':[{'name':'attributes','kind':'ATTRIBUTES','labels':['Red'],'spread':0}]}");
        weights(
                "headless.safetensors",
                "{'model':'x','width':1,'split':4,'size':32,'mean':[0,0,0],'deviation':[1,1,1]}");
    }

    private static void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    /** A safetensors file without arrays that says {@code description} of its model. */
    private static void weights(String name, String description) throws IOException {
        String json = "{\"__metadata__\":{\"janus.model\":\"" + description.replace("'", "\\\"") + "\"}}";
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(new byte[] {(byte) text.length, (byte) (text.length >> 8)}, 8 + text.length);
        System.arraycopy(text, 0, bytes, 8, text.length);
        Files.write(folder.resolve(name), bytes);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bad-training.csv", delimiter = '|', quoteCharacter = '`')
    void trainingIsRefusedBeforeItBegins(String argument, String line) throws IOException {
        List<String> args = new ArrayList<>(SMALL);
        args.addAll(List.of("--data", at("data/faces.csv"), "--out", at("out")));
        String[] halves = argument.split("=", 2);
        boolean path = argument.matches("--(weights|config)=.+");
        args.add(path ? halves[0] + "=" + at(halves[1]) : argument);
        assertRefused(Output.of(args.toArray(String[]::new)), line);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bad-commands.csv", delimiter = '|', quoteCharacter = '`')
    void commandIsRefusedInOneLine(String command, String line) throws IOException {
        assertRefused(
                Output.of(Stream.of(command.split(" "))
                        .map(arg -> arg.startsWith("@") ? at(arg.substring(1)) : arg)
                        .toArray(String[]::new)),
                line);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aGpuThatIsNotThereIsNoOtherDevice() {
        Output output = Output.of("train", "--device", "cuda:99", "--data", at("data/faces.csv"), "--dry-run");
        assertThat(output.err().lines().toList()).last().asString().startsWith("error: device cuda:99: ");
        assertThat(output.err()).doesNotContain("\tat ");
        assertThat(output.code()).isEqualTo(2);
    }

    @Test
    void trainingThatDivergesHasFailedAndIsNoBug() {
        List<String> args = new ArrayList<>(SMALL);
        args.addAll(List.of("--data", at("data/faces.csv"), "--out", at("diverged"), "--model", "landmarks"));
        args.addAll(List.of("optimizer.rate=1e30", "optimizer.batch=2"));
        Output output = Output.of(args.toArray(String[]::new));
        assertThat(output.err().lines().toList())
                .last()
                .asString()
                .startsWith("error: model landmarks, step ")
                .endsWith("lower optimizer.rate or set optimizer.clip");
        assertThat(output.code()).isEqualTo(1);
    }

    @Test
    void debugAddsTheTrace() {
        Output output = Output.of("--debug", "eval", "--run", at("none"));
        assertThat(output.err()).contains("\tat janus.models.cli.").endsWith("not found; check the path\n");
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    /** The last line is the error, and of the lines before it none is a trace or tells of a step. */
    private static void assertRefused(Output output, String line) {
        String error = output.err().replace(folder + "/", "");
        assertThat(error.lines().toList()).last().isEqualTo("error: " + line);
        assertThat(error).doesNotContain("\tat ", "epoch ", "saved");
        assertThat(output.out()).isEmpty();
        assertThat(output.code()).isEqualTo(2);
    }
}
