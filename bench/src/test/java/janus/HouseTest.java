package janus;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beFinal;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between the modules, and what every file keeps to. */
final class HouseTest {
    private static final int LINES = 250;

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .importPackages("janus");
    }

    @ParameterizedTest
    @CsvSource({
        "kernels, engine",
        "kernels, celeba",
        "kernels, models",
        "kernels, bench",
        "engine, celeba",
        "engine, models",
        "engine, bench",
        "celeba, kernels",
        "celeba, engine",
        "celeba, models",
        "celeba, bench",
        "models, bench"
    })
    void modulesSeeOnlyThoseBelow(String below, String above) {
        noClasses()
                .that()
                .resideInAPackage("janus." + below + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("janus." + above + "..")
                .check(classes);
    }

    @ParameterizedTest
    @CsvSource({
        "kernels.cpu, bench.peers, jdk.incubator.vector",
        "kernels.cuda, kernels.cuda, jcuda",
        "models.cli, bench.peers, picocli"
    })
    void oneRoomUsesItAndTheComparison(String room, String comparison, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackages("janus." + room + "..", "janus." + comparison + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(classes);
    }

    @Test
    void noClassIsLookedUpByItsName() {
        noClasses()
                .that()
                .resideOutsideOfPackage("janus.launcher..")
                .should()
                .callMethod(Class.class, "forName", String.class)
                .check(classes);
    }

    // JMH's generated classes count padding in statics of their own
    @Test
    void noStaticChanges() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("..jmh_generated..")
                .should(beFinal())
                .check(classes);
    }

    @Test
    void filesAreShort() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("").toAbsolutePath().getParent())) {
            sources = files.filter(file -> file.toString().matches(".*/src/(main|test|peers)/java/.*\\.java"))
                    .toList();
        }
        assertThat(sources).hasSizeGreaterThan(300);
        for (Path source : sources) {
            assertThat(Files.readAllLines(source)).as("%s", source).hasSizeLessThanOrEqualTo(LINES);
        }
    }
}
