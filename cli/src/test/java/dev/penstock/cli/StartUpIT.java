package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start-up is a feature: a call loads what it needs and no more. */
class StartUpIT {

    private static final List<String> HEAVY = List.of(
            "com.google.inject.",
            "org.snakeyaml.",
            "software.amazon.awssdk.",
            "tools.jackson.",
            "org.sqlite.",
            "org.eclipse.jgit.",
            "org.slf4j.");

    @TempDir
    private Path folder;

    @Test
    void helpLoadsNotEvenTheCommandLineParser() throws Exception {
        assertThat(loaded("--help"))
                .noneMatch(name -> name.startsWith("picocli."))
                .noneMatch(StartUpIT::isHeavy);
        assertThat(loaded("--version"))
                .noneMatch(name -> name.startsWith("picocli."))
                .noneMatch(StartUpIT::isHeavy);
    }

    @Test
    void aCommandLoadsNoOtherCommand() throws Exception {
        assertThat(loaded("exit-codes"))
                .contains("dev.penstock.cli.command.ExitCodesCommand")
                .doesNotContain("dev.penstock.cli.command.RunCommand")
                .noneMatch(StartUpIT::isHeavy);
    }

    @Test
    void validatingLoadsYamlAndNothingElseThatIsHeavy() throws Exception {
        SampleProject.copy("hello", folder);

        assertThat(loaded("validate", "pipeline.yml"))
                .anyMatch(name -> name.startsWith("org.snakeyaml."))
                .filteredOn(name -> !name.startsWith("org.snakeyaml."))
                .noneMatch(StartUpIT::isHeavy);
    }

    private static boolean isHeavy(String name) {
        return HEAVY.stream().anyMatch(name::startsWith);
    }

    /** The classes outside the JDK that a call loads. */
    private List<String> loaded(String... args) throws Exception {
        try (Child child = Child.startVerbose(folder, args)) {
            assertThat(child.exitCode()).as(child.output()).isZero();
            return child.output()
                    .lines()
                    .filter(text -> text.contains(" source: file:"))
                    .map(text -> text.substring(text.lastIndexOf(']') + 1).strip())
                    .map(text -> text.substring(0, text.indexOf(' ')))
                    .toList();
        }
    }
}
