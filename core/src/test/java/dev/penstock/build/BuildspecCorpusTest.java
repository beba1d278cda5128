package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Buildspecs of other people, as they stand in their repositories and in AWS's documentation. */
final class BuildspecCorpusTest {

    private static final Path CORPUS =
            Path.of("../../shared/corpus/buildspec").toAbsolutePath().normalize();

    /** What is refused, and for what first. */
    private static final Map<String, String> REFUSED = Map.of(
            // The reference's own skeleton: words such as shell-tag stand for choices, and keys are given twice.
            "awsdocs__aws-codebuild-user-guide/doc_source__build-spec-ref.md.L39.yml", "PEN-BUILDSPEC-006 at line 6",
            // A fragment whose phases are not under 'phases'.
            "awsdocs__aws-codebuild-user-guide/doc_source__build-spec-ref.md.L506.yml", "PEN-BUILDSPEC-002 at line 1",
            // Not YAML as it is printed.
            "awsdocs__aws-codebuild-user-guide/doc_source__sample-test-report-cli.md.L106.yml",
                    "PEN-YAML-001 at line 2",
            // A fragment without a version.
            "awsdocs__aws-codebuild-user-guide/doc_source__session-manager.md.L95.yml", "PEN-BUILDSPEC-002 at line 1",
            // Gives 'git-credential-helper' twice.
            "awslabs__ssosync/cicd__build__build__buildspec.yml", "PEN-YAML-002 at line 10");

    @Test
    void readsEveryFileOrSaysWhereItIsWrong() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "no corpus at " + CORPUS);
        Map<String, String> refused = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(CORPUS)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = CORPUS.relativize(file).toString();
            BuildspecReading reading = BuildspecReader.read(SourceText.of(name, Files.readAllBytes(file)));
            for (Problem problem : reading.problems()) {
                assertThat(problem.span().file()).isEqualTo(name);
                assertThat(problem.span().line()).as("%s", problem).isPositive();
            }
            if (reading instanceof BuildspecReading.Refused) {
                refused.put(name, firstError(reading));
            }
        }
        assertThat(files).hasSize(72);
        assertThat(refused).isEqualTo(REFUSED);
    }

    private static String firstError(BuildspecReading reading) {
        return reading.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .findFirst()
                .map(problem -> problem.id() + " at line " + problem.span().line())
                .orElse("no error");
    }
}
