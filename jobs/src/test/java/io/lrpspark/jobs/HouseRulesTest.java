package io.lrpspark.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rooms of the house and which of them know which others. */
@AnalyzeClasses(
        packages = HouseRulesTest.ROOT,
        importOptions = {DoNotIncludeTests.class, HouseRulesTest.DoNotIncludeTestJars.class})
class HouseRulesTest {
    static final String ROOT = "io.lrpspark";

    /** Leaves out the tests of other modules, which come as a jar. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** What each package of lrp-core may know of the others; every package may know the registry of names. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("registry", List.of()),
            Map.entry("array", List.of()),
            Map.entry("checkpoint", List.of()),
            Map.entry("image", List.of()),
            Map.entry("statistic", List.of()),
            Map.entry("graph", List.of()),
            Map.entry("tensor", List.of()),
            Map.entry("model", List.of("checkpoint", "graph")),
            Map.entry("canonize", List.of("graph")),
            Map.entry("rule", List.of("graph", "tensor")),
            Map.entry("program", List.of("graph", "rule", "tensor")),
            Map.entry("attribute", List.of("program", "rule")));

    /** What each package of pipeline may know of the others. */
    private static final Map<String, List<String>> PIPELINE_ROOMS = Map.ofEntries(
            Map.entry("input", List.of()),
            Map.entry("output", List.of("input")),
            Map.entry("summary", List.of("input", "output")),
            Map.entry("device", List.of("input")),
            Map.entry("attribute", List.of("device", "input", "output", "summary")),
            Map.entry("audit", List.of("audit.cluster", "input", "output", "summary")),
            Map.entry("audit.cluster", List.of()),
            Map.entry("report", List.of("report.model", "input", "output", "summary")),
            Map.entry("report.model", List.of()),
            Map.entry("report.page", List.of("report.model")));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule coreNeverSeesSpark = noClasses()
            .that()
            .resideInAPackage(ROOT + ".lrp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

    @ArchTest
    static final ArchRule coreKnowsNobodyAbove = noClasses()
            .that()
            .resideInAPackage(ROOT + ".lrp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".pipeline..", ROOT + ".jobs..");

    @ArchTest
    static final ArchRule pipelineKnowsNobodyAbove = noClasses()
            .that()
            .resideInAPackage(ROOT + ".pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".jobs..");

    @ArchTest
    static final ArchRule theEngineIsKnownWhereItRuns = noClasses()
            .that(resideOutsideOfPackages(ROOT + ".lrp.attribute", ROOT + ".jobs.demo"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule theHtmlOfReportsIsKnownToThePageOnly = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".pipeline.report.page")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("j2html..");

    @ArchTest
    static final ArchRule commandLineIsKnownInJobsOnly = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static void roomsOfTheCoreKnowOnlyWhatTheTableSays(JavaClasses classes) {
        ROOMS.forEach((room, known) -> {
            List<String> allowed = new ArrayList<>(List.of(ROOT + ".lrp." + room, ROOT + ".lrp.registry"));
            known.forEach(other -> allowed.add(ROOT + ".lrp." + other));
            requireOnly(classes, ROOT + ".lrp." + room, allowed);
        });
    }

    @ArchTest
    static void roomsOfThePipelineKnowOnlyTheCoreAndWhatTheTableSays(JavaClasses classes) {
        PIPELINE_ROOMS.forEach((room, known) -> {
            List<String> allowed = new ArrayList<>(List.of(ROOT + ".lrp..", ROOT + ".pipeline." + room));
            known.forEach(other -> allowed.add(ROOT + ".pipeline." + other));
            requireOnly(classes, ROOT + ".pipeline." + room, allowed);
        });
    }

    private static void requireOnly(JavaClasses classes, String room, List<String> allowed) {
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackages(ROOT + "..").or(resideInAnyPackage(allowed.toArray(String[]::new))))
                .check(classes);
    }

    @ArchTest
    static void everyRoomIsInItsTable(JavaClasses classes) {
        assertThat(roomsBelow(ROOT + ".lrp", classes)).isEqualTo(ROOMS.keySet());
        assertThat(roomsBelow(ROOT + ".pipeline", classes)).isEqualTo(PIPELINE_ROOMS.keySet());
    }

    private static Set<String> roomsBelow(String parent, JavaClasses classes) {
        return classes.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(parent))
                .map(name -> name.substring(parent.length() + 1))
                .collect(Collectors.toSet());
    }

    @ArchTest
    static void everyPackageSaysWhatItIsFor(JavaClasses classes) throws IOException {
        Path modules = Path.of(
                        Optional.ofNullable(System.getProperty("basedir")).orElse("."))
                .toAbsolutePath()
                .normalize()
                .getParent();
        List<Path> folders = new ArrayList<>();
        for (String module : List.of("lrp-core", "pipeline", "jobs")) {
            try (Stream<Path> files = Files.walk(modules.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .forEach(folders::add);
            }
        }
        assertThat(folders).hasSizeGreaterThan(ROOMS.size()).allSatisfy(folder -> assertThat(
                        folder.resolve("package-info.java"))
                .exists());
    }
}
