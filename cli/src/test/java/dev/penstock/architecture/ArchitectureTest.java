package dev.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {

    private static final Architecture PENSTOCK = new Architecture("dev.penstock");
    private static final Architecture BAD = new Architecture("dev.penstock.architecture.bad");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.penstock");

    @TestFactory
    Stream<DynamicTest> holds() {
        return PENSTOCK.all().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(), () -> rule.allowEmptyShould(true).check(CLASSES)));
    }

    @Test
    void seesEveryModule() {
        assertThat(List.of(
                        "journal", "local", "postgresql", "aws", "lambda", "simulator", "runner", "cli", "templates"))
                .allSatisfy(name -> assertThat(CLASSES.containPackage("dev.penstock." + name))
                        .as(name)
                        .isTrue());
    }

    /** A rule that cannot fail holds nothing: each one fails on classes written to break it, and names the culprit. */
    @TestFactory
    Stream<DynamicTest> everyRuleCanFail() {
        JavaClasses bad = new ClassFileImporter().importPackages("dev.penstock.architecture.bad");
        return BAD.all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> assertFails(rule, bad)));
    }

    private static void assertFails(ArchRule rule, JavaClasses bad) {
        var result = rule.evaluate(bad);

        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().toString()).contains("dev.penstock.architecture.bad");
    }
}
