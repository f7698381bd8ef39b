package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the page in a browser; what it showed lies in {@code target/browser}. */
final class PageInBrowserTest {
    private static final Path SHOTS = Path.of("target", "browser");

    private record View(int width, boolean dark) {}

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
        Path page = study.folder.path().resolve("report.html");
        Files.createDirectories(SHOTS);
        try (Browser browser = new Browser(executable, Files.createDirectories(folder.resolve("profile")))) {
            for (View view : List.of(new View(1280, false), new View(1280, true), new View(390, false))) {
                browser.open(page, view.width, view.dark);
                browser.screenshot(SHOTS.resolve("study-" + view.width + (view.dark ? "-dark" : "") + ".png"));
                System.out.println(executable + " showed the report of a study: " + view);
                assertFits(browser, page, view.width);
            }
        }
    }

    private static void assertFits(Browser browser, Path page, int width) throws InterruptedException {
        // a phone zooms out of a page that is too wide
        assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(width);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        // 4 of training, 2 groups of layers, 1 of weights
        assertThat(browser.evaluate("document.querySelectorAll('.curves canvas').length")
                        .asInt())
                .isEqualTo(7);
        assertThat(browser.evaluate("document.querySelectorAll('svg:not([aria-label]), td.strip svg').length")
                        .asInt())
                .as("figures without a text for who cannot see them")
                .isZero();
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests(page)).isEmpty();
    }
}
