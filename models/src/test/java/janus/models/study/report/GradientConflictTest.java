package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.study.StudyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GradientConflictTest {
    @TempDir
    private Path folder;

    @Test
    void conflictHasItsMeansByLayersAndLeavesOutArmsOfOneTask() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 2, true);
        study.diagnose();
        Path alone = study.folder.run(new StudyFolder.Entry("single", 1)).resolve("diagnostics.csv");
        Files.writeString(
                alone, "model,step,group,quantity,task,other,value\nattributes,0,layer1,floor,attributes,,.3\n");
        String page = study.page();
        // 2 of 10 steps without a conflict
        assertThat(page)
                .containsPattern("two-head</th><td class=\"number\">layer4</td><td class=\"number\">-0.0[0-9]+"
                        + "</td><td class=\"number\">\\+0.3[0-9]+</td>" + cell("80.0"));
        assertThat(page).contains("two-head, landmarks–attributes", "two-head, noise floor");
        assertThat(page).doesNotContain("single, noise floor");
    }

    @Test
    void manyTasksAreOneCurveWithABand() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 1, true);
        StringBuilder csv = new StringBuilder("model,step,group,quantity,task,other,value\n");
        for (int task = 0; task < 41; task++) {
            csv.append("two-head,50,layer2,cosine,t%d,,%s\n".formatted(task, .01 * (task - 10)));
            csv.append("two-head,50,layer2,floor,t%d,,.5\n".formatted(task));
        }
        csv.append("two-head,50,layer2,conflicts,,,.375\n");
        Files.writeString(study.folder.run(new StudyFolder.Entry("two-head", 1)).resolve("diagnostics.csv"), csv);
        assertThat(study.page()).contains(cell("layer2") + cell("+0.100") + cell("+0.500") + cell("37.5"));
        List<String> lines = Files.readAllLines(study.folder.path().resolve("conflict.csv"));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1))
                .startsWith("\"cosine, layer2 (noise floor dashed)\",step,\"two-head, mean of 41 tasks\",50.0,")
                .endsWith(",-0.1,0.3,41");
    }

    @Test
    void runsWithoutDiagnosticsShowNoConflict() throws IOException {
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("s"), 2, true);
        assertThat(study.page())
                .doesNotContain("Gradient conflict", "Loss weights")
                .contains("<h2>Training</h2>");
        assertThat(study.folder.path().resolve("conflict.png")).doesNotExist();
    }

    private static String cell(String text) {
        return "<td class=\"number\">" + text.replace("<", "&lt;") + "</td>";
    }
}
