package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.build.report.ReportFormat;
import dev.penstock.document.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BuildspecReaderTest {

    private static BuildspecReading read(String text) {
        return BuildspecReader.read(SourceText.of("buildspec.yml", text));
    }

    private static Buildspec accepted(String text) {
        BuildspecReading reading = read(text);
        assertThat(reading).as("%s", reading.problems()).isInstanceOf(BuildspecReading.Accepted.class);
        return ((BuildspecReading.Accepted) reading).buildspec();
    }

    private static List<String> problems(String text) {
        return read(text).problems().stream()
                .map(problem -> problem.id() + " " + problem.span().line() + ":"
                        + problem.span().column() + " " + problem.message()
                        + problem.hint().map(hint -> " " + hint).orElse(""))
                .toList();
    }

    @Test
    void readsAllThatIsCarriedOut() {
        Buildspec buildspec = accepted("""
                version: 0.2
                env:
                  shell: bash
                  variables: {A: text, N: 0755, B: yes}
                  parameter-store: {P: /app/parameter}
                  secrets-manager: {S: "app/db:password"}
                  exported-variables: [A, OTHER]
                phases:
                  post_build: {commands: echo last}
                  install:
                    on-failure: CONTINUE
                    commands:
                      - echo one
                      - |
                        echo two
                        echo three
                    finally: [echo end]
                artifacts:
                  files: '**/*'
                  base-directory: dist
                  discard-paths: yes
                  exclude-paths: [tmp]
                  enable-symlinks: true
                  name: x-$(date)
                  secondary-artifacts:
                    One: {files: [a], name: one}
                """);

        assertThat(buildspec.environment())
                .isEqualTo(new BuildspecEnvironment(
                        BuildspecEnvironment.Shell.BASH,
                        Map.of("A", "text", "N", "0755", "B", "yes"),
                        Map.of("P", "/app/parameter"),
                        Map.of("S", "app/db:password"),
                        List.of("A", "OTHER")));
        assertThat(buildspec.phases())
                .containsExactly(
                        new BuildspecPhase(
                                BuildPhaseType.INSTALL,
                                List.of("echo one", "echo two\necho three\n"),
                                List.of("echo end"),
                                BuildspecPhase.OnFailure.CONTINUE),
                        new BuildspecPhase(
                                BuildPhaseType.POST_BUILD,
                                List.of("echo last"),
                                List.of(),
                                BuildspecPhase.OnFailure.TRANSITION));
        assertThat(buildspec.artifacts())
                .contains(new BuildspecArtifacts(
                        new BuildspecArtifacts.Files(List.of("**/*"), Optional.of("dist"), true, List.of("tmp"), true),
                        Map.of(
                                "One",
                                new BuildspecArtifacts.Files(
                                        List.of("a"), Optional.empty(), false, List.of(), false))));
        assertThat(buildspec.notCarriedOut()).isEmpty();
    }

    @Test
    void readsTheOlderVersion() {
        Buildspec buildspec = accepted(
                "{version: 0.1, environment_variables: {plaintext: {A: b}}, phases: {build: {commands: [x]}}}");

        assertThat(buildspec.version()).isEqualTo(Buildspec.Version.V0_1);
        assertThat(buildspec.environment().variables()).isEqualTo(Map.of("A", "b"));
    }

    @Test
    void tellsOnceWhatIsKnownAndNotCarriedOut() {
        String text = """
                version: 0.2
                run-as: app
                env: {git-credential-helper: yes}
                proxy: {logs: yes}
                phases:
                  install: {runtime-versions: {java: corretto21}, run-as: root}
                  build: {on-failure: RETRY-3, commands: [x]}
                reports: {cover: {files: ['**/*'], file-format: JaCoCoXml}}
                cache: {paths: [node_modules]}
                """;

        assertThat(accepted(text).notCarriedOut()).hasSize(7).doesNotHaveDuplicates();
        assertThat(accepted(text).phases().getLast().onFailure()).isEqualTo(BuildspecPhase.OnFailure.ABORT);
        assertThat(problems(text)).hasSize(8).allMatch(problem -> problem.startsWith("PEN-BUILDSPEC-011"));
    }

    @Test
    void readsReportsOfTests() {
        assertThat(accepted("""
                                version: 0.2
                                phases: {build: {commands: [x]}}
                                reports:
                                  unit: {files: '**/*.xml', base-directory: target}
                                  'arn:aws:codebuild:eu-west-1:123456789012:report-group/bdd':
                                    files: [a.json]
                                    discard-paths: yes
                                    file-format: CucumberJson
                                """).reports())
                .containsExactly(
                        new BuildspecReport(
                                "unit",
                                ReportFormat.JUNITXML,
                                new BuildspecArtifacts.Files(
                                        List.of("**/*.xml"), Optional.of("target"), false, List.of(), false)),
                        new BuildspecReport(
                                "arn:aws:codebuild:eu-west-1:123456789012:report-group/bdd",
                                ReportFormat.CUCUMBERJSON,
                                new BuildspecArtifacts.Files(
                                        List.of("a.json"), Optional.empty(), true, List.of(), false)));
        assertThat(problems("""
                                version: 0.2
                                phases: {build: {commands: [x]}}
                                reports:
                                  unit: {file-format: TAP}
                                """))
                .containsExactlyInAnyOrder(
                        "PEN-BUILDSPEC-002 4:9 'files' is missing here.",
                        "PEN-BUILDSPEC-006 4:23 There is no format 'TAP' of reports. It can be CUCUMBERJSON, JUNITXML,"
                                + " NUNITXML, NUNIT3XML, TESTNGXML or VISUALSTUDIOTRX.");
    }

    @Test
    void reportsAllMistakesAtOnceWithTheirPlaces() {
        assertThat(problems("""
                                version: 2
                                env:
                                  shell: fish
                                  variables: {CODEBUILD_X: 1, L: [a]}
                                  exported-variables: [a-b]
                                phasse: {}
                                phases:
                                  build:
                                    on-failure: STOP
                                    comands: [x]
                                    commands:
                                      - echo a: b
                                      -
                                      - [x]
                                artifacts: {files: [x], discard-paths: maybe}
                                """))
                .containsExactly(
                        "PEN-BUILDSPEC-005 1:10 There is no version '2' of buildspecs. Write 'version: 0.2'.",
                        "PEN-BUILDSPEC-006 3:10 There is no shell 'fish'. It can be bash, /bin/sh, powershell.exe or cmd.exe.",
                        "PEN-BUILDSPEC-008 4:28 The variable 'CODEBUILD_X' has a name that CodeBuild keeps for itself."
                                + " Use a name that does not start with CODEBUILD_.",
                        "PEN-BUILDSPEC-003 4:34 Text is wanted here; this is a list.",
                        "PEN-BUILDSPEC-007 5:23 'a-b' is not the name of a variable, so it cannot be exported."
                                + " A name has letters, digits and underscores, and does not start with a digit.",
                        "PEN-BUILDSPEC-004 6:1 'phasse' is not a field of this. Did you mean 'phases'?",
                        "PEN-BUILDSPEC-006 9:17 'on-failure' is 'STOP'. It can be ABORT, CONTINUE or RETRY.",
                        "PEN-BUILDSPEC-004 10:5 'comands' is not a field of this. Did you mean 'commands'?",
                        "PEN-BUILDSPEC-009 12:9 This command is not text: a colon and a space make it a mapping."
                                + " Put the whole command in single quotes, or after '- |' on a line of its own.",
                        "PEN-BUILDSPEC-009 13:8 This command is empty. Remove it.",
                        "PEN-BUILDSPEC-009 14:9 This command is not text, it is a list. Write each command as an item of its own.",
                        "PEN-BUILDSPEC-006 15:40 'discard-paths' is 'maybe'; it can be yes or no.");
    }

    @Test
    void knowsTheShapeOfBatches() {
        assertThat(accepted("{version: 0.2, batch: {build-list: [{identifier: a}]}}")
                        .batch())
                .isTrue();
        assertThat(problems("{version: 0.2, batch: {build-list: [{idntifier: a}], build-graph: [{identifier: b}]}}"))
                .hasSize(3)
                .anyMatch(problem -> problem.contains("Did you mean 'identifier'?"))
                .anyMatch(problem -> problem.contains("one kind only"));
    }

    @Test
    void refusesWhatIsNoBuildspec() {
        assertThat(problems("- a")).hasSize(1).allMatch(problem -> problem.startsWith("PEN-BUILDSPEC-001 1:1"));
        assertThat(problems("{}")).hasSize(2).allMatch(problem -> problem.startsWith("PEN-BUILDSPEC-002 1:1"));
        assertThat(problems("")).hasSize(1).allMatch(problem -> problem.startsWith("PEN-TEXT"));
    }
}
