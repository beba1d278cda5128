package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.build.report.TestReport;
import dev.penstock.document.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildRunTest {

    @TempDir
    Path source;

    private final List<String> log = new ArrayList<>();
    private ScriptedSession session = new ScriptedSession(Path.of("/"));

    private static final String FOUR_PHASES = """
            version: 0.2
            phases:
              install: {commands: [i1, i2], finally: [if]}
              pre_build: {commands: [p1]}
              build: {commands: [b1, b2], finally: [bf]}
              post_build: {commands: [o1]}
            artifacts: {files: ['**/*.txt']}
            """;

    @BeforeEach
    void makeSource() throws Exception {
        Files.writeString(source.resolve("a.txt"), "a");
        Files.createDirectories(source.resolve("sub"));
        Files.writeString(source.resolve("sub/b.txt"), "b");
        session = new ScriptedSession(source);
    }

    private BuildResult run(String buildspec, String... outputs) throws Exception {
        Buildspec read =
                ((BuildspecReading.Accepted) BuildspecReader.read(SourceText.of("b.yml", buildspec))).buildspec();
        return new BuildRun(read, session, log::add, () -> Instant.parse("2026-03-01T10:00:00.25Z"))
                .run(new BuildOutputs(List.of(outputs)));
    }

    private static List<String> summary(BuildResult result) {
        return result.phases().stream()
                .map(phase -> phase.type() + " " + phase.status())
                .toList();
    }

    private static Map<String, Path> files(BuildResult result, String artifact) {
        return Optional.ofNullable(result.artifacts().get(artifact))
                .orElseThrow()
                .files();
    }

    private static final String REPORTS = """
            version: 0.2
            phases:
              pre_build: {commands: [p1]}
              build: {commands: [b1]}
            reports:
              unit: {files: ['**/*.xml'], base-directory: $WHERE}
              none: {files: [absent.xml]}
            """;

    private void makeReports() throws Exception {
        Files.createDirectories(source.resolve("target"));
        Files.writeString(
                source.resolve("target/a.xml"),
                "<testsuite><testcase name='a'/><testcase name='b'><failure/></testcase></testsuite>");
        Files.writeString(
                source.resolve("target/b.xml"), "<testsuite><testcase name='c'><skipped/></testcase></testsuite>");
        Files.writeString(source.resolve("target/c.xml"), "no report");
        session.variables.put("WHERE", "target");
    }

    @Test
    void countsTheTestsOfAllReportsAndFailsForNone() throws Exception {
        makeReports();

        BuildResult result = run(REPORTS);

        assertThat(result.status()).isEqualTo(BuildStatus.SUCCEEDED);
        assertThat(result.reports()).isEqualTo(Map.of("unit", new TestReport(1, 1, 1, List.of("b"))));
        assertThat(log)
                .anyMatch(line -> line.endsWith("Report unit: 1 test passed, 1 failed, 1 was skipped"))
                .anyMatch(line -> line.endsWith("Report unit: failed: b"))
                .anyMatch(line -> line.contains("Warning: report unit: c.xml is no XML"))
                .anyMatch(line -> line.endsWith("Warning: report none: no matching artifact paths found"));
    }

    @Test
    void aBuildThatFailedTellsItsTestsUnlessItDidNotComeToThem() throws Exception {
        makeReports();
        session.exit("b1", 1);
        assertThat(run(REPORTS).tests().orElseThrow().failedTests()).containsExactly("b");

        session = new ScriptedSession(source).exit("p1", 1);
        makeReports();
        assertThat(run(REPORTS).tests()).isEmpty();
    }

    @Test
    void runsAllPhasesInOrderAndPutsOutWhatTheyMade() throws Exception {
        BuildResult result = run(FOUR_PHASES, "Out");

        assertThat(session.asked).containsExactly("i1", "i2", "if", "p1", "b1", "b2", "bf", "o1");
        assertThat(summary(result))
                .containsExactly(
                        "INSTALL SUCCEEDED",
                        "PRE_BUILD SUCCEEDED",
                        "BUILD SUCCEEDED",
                        "POST_BUILD SUCCEEDED",
                        "UPLOAD_ARTIFACTS SUCCEEDED");
        assertThat(result.status()).isEqualTo(BuildStatus.SUCCEEDED);
        assertThat(result.artifacts().get("Out"))
                .isEqualTo(new CollectedArtifact(
                        Map.of("a.txt", source.resolve("a.txt"), "sub/b.txt", source.resolve("sub/b.txt")), false));
    }

    @Test
    void endsAfterAFailureBeforeTheBuildPhaseButRunsFinally() throws Exception {
        session.exit("i1", 3);

        BuildResult result = run(FOUR_PHASES, "Out");

        assertThat(session.asked).containsExactly("i1", "if", "CODEBUILD_BUILD_SUCCEEDING=0");
        assertThat(summary(result)).containsExactly("INSTALL FAILED");
        assertThat(result.failure())
                .contains(new BuildResult.Failure(
                        BuildPhaseType.INSTALL, "Error while executing command: i1. Reason: exit status 3"));
        assertThat(result.artifacts()).isEmpty();
    }

    @Test
    void stillRunsPostBuildAndLooksForArtifactsAfterTheBuildPhaseFailed() throws Exception {
        session.exit("b1", 1);

        BuildResult result = run(FOUR_PHASES, "Out");

        assertThat(session.asked)
                .containsExactly("i1", "i2", "if", "p1", "b1", "bf", "CODEBUILD_BUILD_SUCCEEDING=0", "o1");
        assertThat(summary(result)).endsWith("BUILD FAILED", "POST_BUILD SUCCEEDED", "UPLOAD_ARTIFACTS SUCCEEDED");
        assertThat(result.status()).isEqualTo(BuildStatus.FAILED);
    }

    @Test
    void failsThePhaseWhoseFinallyFails() throws Exception {
        session.exit("bf", 1);

        assertThat(summary(run(FOUR_PHASES))).contains("BUILD FAILED").endsWith("POST_BUILD SUCCEEDED");
    }

    @Test
    void abortsWhereTheBuildspecSaysSo() throws Exception {
        session.exit("b1", 1);

        BuildResult result =
                run(FOUR_PHASES.replace("build: {commands: [b1", "build: {on-failure: ABORT, commands: [b1"), "Out");

        assertThat(session.asked).doesNotContain("o1");
        assertThat(summary(result)).endsWith("BUILD FAILED");
    }

    @Test
    void goesOnWhereTheBuildspecSaysSoAndHasFailedAllTheSame() throws Exception {
        session.exit("i1", 1);

        BuildResult result = run(FOUR_PHASES.replace("install: {", "install: {on-failure: CONTINUE, "));

        assertThat(session.asked).contains("p1", "b1", "o1");
        assertThat(result.status()).isEqualTo(BuildStatus.FAILED);
        assertThat(result.failure().orElseThrow().phase()).isEqualTo(BuildPhaseType.INSTALL);
    }

    @Test
    void endsWhenTheTimeIsUpWhateverTheBuildspecSays() throws Exception {
        session.timeout("b1");

        BuildResult result =
                run(FOUR_PHASES.replace("build: {commands: [b1", "build: {on-failure: CONTINUE, commands: [b1"), "Out");

        assertThat(session.asked).doesNotContain("o1", "bf");
        assertThat(result.status()).isEqualTo(BuildStatus.TIMED_OUT);
        assertThat(result.failure().orElseThrow().message()).contains("60 minutes");
    }

    @Test
    void failsWhenThereIsNothingToPutOut() throws Exception {
        BuildResult result = run("{version: 0.2, phases: {build: {commands: [x]}}, artifacts: {files: [none]}}", "Out");

        assertThat(summary(result)).endsWith("UPLOAD_ARTIFACTS FAILED");
        assertThat(result.failure().orElseThrow().message())
                .isEqualTo("Artifact Out: no matching artifact paths found");
    }

    @Test
    void putsOutNothingWhenNothingIsWanted() throws Exception {
        assertThat(summary(run("{version: 0.2, phases: {build: {commands: [x]}}, artifacts: {files: [none]}}")))
                .containsExactly("BUILD SUCCEEDED");
    }

    @Test
    void putsOutSecondaryArtifactsByTheirNames() throws Exception {
        String buildspec = """
                version: 0.2
                phases: {build: {commands: [x]}}
                artifacts:
                  files: ['**/*']
                  secondary-artifacts:
                    One: {files: a.txt}
                    Two: {files: ['*'], base-directory: $DIR}
                """;
        session.variables.put("DIR", "sub");

        BuildResult result = run(buildspec, "One", "Two");

        assertThat(files(result, "One")).containsOnlyKeys("a.txt");
        assertThat(files(result, "Two")).containsOnlyKeys("b.txt");
        assertThat(run(buildspec, "One", "Three").failure().orElseThrow().message())
                .contains("Three");
        assertThat(files(run(buildspec, "One"), "One")).containsOnlyKeys("a.txt", "sub/b.txt");
    }

    @Test
    void tellsTheLastValuesOfExportedVariables() throws Exception {
        session.variables.put("VERSION", "7");

        BuildResult result =
                run("{version: 0.2, env: {exported-variables: [VERSION, UNSET]}, phases: {build: {commands: [x]}}}");

        assertThat(result.exportedVariables()).isEqualTo(Map.of("VERSION", "7"));
    }

    @Test
    void saysWhatItDoesInTheWordsOfCodeBuild() throws Exception {
        session.exit("two\nlines", 2);

        run("{version: 0.2, phases: {build: {commands: [one, \"two\\nlines\", three]}}}");

        String at = "[Container] 2026/03/01 10:00:00.250000 ";
        assertThat(log)
                .containsExactly(
                        at + "Phases found in YAML: 1",
                        at + "Entering phase BUILD",
                        at + "Running command one",
                        at + "Running command two",
                        "lines",
                        at + "Command did not exit successfully two",
                        "lines exit status 2",
                        at + "Phase complete: BUILD State: FAILED",
                        at
                                + "Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: two",
                        "lines. Reason: exit status 2");
    }
}
