package janus.models.cli;

import janus.celeba.FaceData;
import janus.models.study.Calibration;
import janus.models.study.Judgement;
import janus.models.study.VerdictPage;
import janus.models.train.Environment;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges two folders of predictions. */
@Command(
        name = "verdict",
        mixinStandardHelpOptions = true,
        description = "Decide whether arm A is better than arm B, from predictions per image of several seeds.",
        footer = {
            "A and B hold a folder for each seed, named alike in both, with predictions.csv in it or in folders of "
                    + "its models, as train leaves them: image, a logit for each attribute (above 0: yes), NAME_x and "
                    + "NAME_y in pixels for each point. No image is opened. Labels in one CSV have the same columns: "
                    + "image, each attribute 0 or 1, NAME_x and NAME_y in the same unit, lefteye and righteye among "
                    + "them; an empty field is a missing label. Two arms may lie in one folder:",
            "verdict runs runs --first two-head --second attributes,landmarks --data PATH"
        })
final class VerdictCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The arm that is judged.")
    @SuppressWarnings("NullAway.Init")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "The arm it is compared with.")
    @SuppressWarnings("NullAway.Init")
    private Path second;

    @Option(names = "--first", split = ",", paramLabel = "MODEL", description = "A's models (default: all).")
    private List<String> firstModels = List.of();

    @Option(names = "--second", split = ",", paramLabel = "MODEL", description = "B's models (default: all).")
    private List<String> secondModels = List.of();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Truth truth;

    private static final class Truth {
        @Option(names = "--data", paramLabel = "PATH", description = "The data, of which its lists are enough.")
        private @Nullable Path data;

        @Option(names = "--labels", paramLabel = "FILE", description = "One CSV with the true labels.")
        private @Nullable Path labels;

        FaceData open() {
            return data != null ? FaceData.labels(data) : FaceData.csv(Objects.requireNonNull(labels));
        }
    }

    @Option(names = "--out", paramLabel = "DIR", description = "Also write verdict.txt and verdict.json there.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print verdict.json.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (FaceData faces = truth.open()) {
            Calibration calibration = Calibration.find(Calibration.FOLDER, Environment.code());
            Judgement judgement = Judgement.of(first, firstModels, second, secondModels, faces, calibration);
            String page = VerdictPage.text(judgement);
            System.out.print(json ? VerdictPage.json(judgement) : page);
            if (out != null) {
                Files.createDirectories(out);
                Durable.write(out.resolve("verdict.txt"), page);
                Durable.write(out.resolve("verdict.json"), VerdictPage.json(judgement));
            }
            return 0;
        }
    }
}
