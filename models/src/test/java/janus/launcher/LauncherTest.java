package janus.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LauncherTest {
    @Test
    void numbersAreWrittenAlikeEverywhere() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(
                Launcher.flags(List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.language.display=en")));
        command.addAll(List.of("-XshowSettings:locale", "-version"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("default locale = Arabic (Egypt)", "default format locale = English (United States)");
    }
}
