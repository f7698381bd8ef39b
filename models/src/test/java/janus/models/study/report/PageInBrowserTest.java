package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.study.Sweep;
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
        MadeUpStudy study = MadeUpStudy.whole(folder.resolve("study"), 8, true);
        study.diagnose();
        study.page();
        // 4 of training, 2 groups of layers, 1 of weights
        look("study", study.folder.path().resolve("report.html"), 7);
    }

    @Test
    void sweepFitsAsItsStudiesDo() throws IOException, InterruptedException {
        String settings = "[{data.fraction: 0.01, optimizer.epochs: 400}, {data.fraction: 0.1, optimizer.epochs: 40}, "
                + "{data.fraction: 1, optimizer.epochs: 4}]";
        Sweep sweep = MadeUpStudy.sweep(folder.resolve("sweep"), 8, settings);
        SweepReport.write(sweep);
        look("sweep", sweep.folder().path().resolve("sweep.html"), 0);
    }

    private void look(String name, Path page, int curves) throws IOException, InterruptedException {
        Path executable = Browser.find();
        if (executable == null) {
            System.out.println("""

                    ######## NO BROWSER FOUND: the report of a %s was NOT looked at in one.
                    ######## Install one (Debian: apt-get install chromium) and run PageInBrowserTest again.
                    """.formatted(name));
        }
        Assumptions.assumeTrue(executable != null, "no browser found");
        Files.createDirectories(SHOTS);
        try (Browser browser = new Browser(executable, Files.createDirectories(folder.resolve("profile")))) {
            for (View view : List.of(new View(1280, false), new View(1280, true), new View(390, false))) {
                browser.open(page, view.width, view.dark);
                browser.screenshot(SHOTS.resolve(name + "-" + view.width + (view.dark ? "-dark" : "") + ".png"));
                System.out.println(executable + " showed the report of a " + name + ": " + view);
                assertFits(browser, page, view.width, curves);
            }
        }
    }

    private static void assertFits(Browser browser, Path page, int width, int curves) throws InterruptedException {
        // a phone zooms out of a page that is too wide
        assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(width);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("document.querySelectorAll('.curves canvas').length")
                        .asInt())
                .isEqualTo(curves);
        assertThat(browser.evaluate("document.querySelectorAll('svg:not([aria-label]), td.strip svg').length")
                        .asInt())
                .as("figures without a text for who cannot see them")
                .isZero();
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests(page)).isEmpty();
    }
}
