package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.study.Calibration;
import janus.models.study.Study;
import janus.models.study.StudyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingCurvesTest {
    @TempDir
    private Path folder;

    @Test
    void sixthArmHasAColourOfThePage() throws IOException {
        String[] arms = IntStream.range(0, 6)
                .mapToObj(i -> "arm" + i + ": {models: [attributes], network.width: 0." + (i + 1) + "}")
                .toArray(String[]::new);
        assertThat(new MadeUpStudy(folder.resolve("s"), 2, true, arms).page())
                .contains("{\"name\":\"arm4\",\"colour\":4,", "{\"name\":\"arm5\",\"colour\":0,");
    }

    @Test
    void modelsOfOneArmHaveACurveEach() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 2, true);
        change(study, metrics -> metrics.replace("attributes,1,", "mouth,1,") + "rest,1,.1,.5,.6,,,.8,,,1\n");
        assertThat(study.page())
                .contains("\"name\":\"single, mouth\"", "\"name\":\"single, rest, training\"")
                .contains("\"name\":\"matched\"");
    }

    @Test
    void figureThatCannotBeDrawnIsSaidBesideThePage() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 2, true);
        // two lines of one name, which the library of charts refuses
        Files.writeString(
                study.folder.run(new StudyFolder.Entry("single", 1)).resolve("diagnostics.csv"),
                "model,step,group,quantity,task,other,value\na,0,layer1,cosine,noise floor,,.1\na,0,layer1,floor,a,,.2\n");
        List<String> problems =
                StudyReport.write(study.folder, Study.judge(study.folder, study.faces, Calibration.NONE), study.faces);
        assertThat(problems).singleElement().asString().startsWith("conflict.png: not drawn: ");
        assertThat(study.folder.path().resolve("report.html")).isRegularFile();
    }

    private static void change(MadeUpStudy study, UnaryOperator<String> metrics) throws IOException {
        for (long seed : study.folder.plan().seeds()) {
            Path file = study.folder.run(new StudyFolder.Entry("single", seed)).resolve("metrics.csv");
            Files.writeString(file, metrics.apply(Files.readString(file)));
        }
    }
}
