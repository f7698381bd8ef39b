package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageInBrowserTest {
    @TempDir
    private Path folder;

    @Test
    void pageFitsDesktopAndPhoneAndAsksForNothing() throws IOException, InterruptedException {
        Path executable = Browser.find();
        if (executable == null) {
            System.out.println("""

                    ######## NO BROWSER FOUND: the report of a study was NOT looked at in one.
                    ######## Install one (Debian: apt-get install chromium) and run PageInBrowserTest again.
                    """);
        }
        Assumptions.assumeTrue(executable != null, "no browser found");
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("study"), 8, true);
        study.diagnose();
        study.page();
        keep(study.folder.path());
        Path page = study.folder.path().resolve("report.html");
        Path profile = Files.createDirectories(folder.resolve("profile"));
        try (Browser browser = new Browser(executable, profile)) {
            for (int width : new int[] {1280, 390}) {
                browser.open(page, width);
                System.out.println("browser " + executable + " showed the report of a study at " + width + " px");
                if (System.getProperty("janus.screenshots") != null) {
                    browser.screenshot(Path.of(System.getProperty("janus.screenshots"), "report-" + width + ".png"));
                }
                assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(width);
                assertThat(browser.evaluate("document.documentElement.scrollWidth")
                                .asInt())
                        .as("width of the page in a window of %d px", width)
                        .isLessThanOrEqualTo(width);
                // 4 of training, 2 groups of layers, 1 of weights
                assertThat(browser.evaluate("document.querySelectorAll('.curves canvas').length")
                                .asInt())
                        .isEqualTo(7);
                assertThat(browser.complaints()).isEmpty();
                assertThat(browser.requests(page)).isEmpty();
            }
        }
    }

    // TEMP
    private static void keep(Path study) throws IOException {
        String keep = System.getProperty("janus.screenshots");
        if (keep != null) {
            try (java.util.stream.Stream<Path> files = Files.list(study)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(
                            file,
                            Path.of(keep).resolve(file.getFileName()),
                            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
