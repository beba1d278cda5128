package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.build.BuildspecKind;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import dev.penstock.templates.StarterFile;
import dev.penstock.validation.Validator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starter files are judged by the readers that users' files are judged by. */
class TemplatesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"pipeline.yml", "penstock.yml", "buildspec.yml"})
    void starterFilesHaveNoProblems(String name) {
        var validator = new Validator(ReadOptions.none(), List.of(new BuildspecKind()));

        Validator.Report report =
                validator.validate(SourceText.of(name, file(name).text()));

        assertThat(report.kind()).isPresent();
        assertThat(report.problems())
                .filteredOn(problem -> problem.severity() != Severity.NOTE)
                .isEmpty();
    }

    @Test
    void theTemplateIsWellFormed() {
        Problems problems = new Problems();

        assertThat(DocumentReader.read(
                        SourceText.of("service.yml", file("service.yml").text()),
                        ReadLimits.DEFAULT,
                        Tags.CLOUDFORMATION,
                        problems))
                .isPresent();
        assertThat(problems.list()).extracting(Problem::message).isEmpty();
    }

    @Test
    void initWritesAllOfThemOnceAndOverwritesNothing() throws Exception {
        Console console = new Console(folder);

        assertThat(console.run("init")).isZero();
        assertThat(StarterFile.all())
                .allSatisfy(file -> assertThat(folder.resolve(file.name())).hasContent(file.text()));

        Files.delete(folder.resolve("Dockerfile"));
        assertThat(console.run("init")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("pipeline.yml");
        assertThat(folder.resolve("Dockerfile")).doesNotExist();
    }

    private static StarterFile file(String name) {
        return StarterFile.all().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
