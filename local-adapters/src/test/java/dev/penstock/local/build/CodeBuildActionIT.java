package dev.penstock.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildProject;
import dev.penstock.build.CodeBuildAction;
import dev.penstock.build.CodeBuildConfiguration;
import dev.penstock.build.CodeBuildState;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretResolver;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeCodeBuilds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeBuildActionIT {

    private static final SecretResolver SECRETS = new SecretResolver() {
        @Override
        public Secret parameter(AwsScope scope, String name) {
            return Secret.of("parameter-value-of-" + name);
        }

        @Override
        public Secret secret(AwsScope scope, String reference) {
            return Secret.of("secret-value-of-" + reference);
        }
    };

    @TempDir
    Path folder;

    private BuildProject project = BuildProject.ON_HOST;

    private BuildContext context(Map<String, Map<String, String>> inputs, String... outputs) throws IOException {
        ActionDeclaration declaration = new ActionDeclaration(
                "Compile",
                action().type(),
                1,
                Map.of("ProjectName", "app"),
                List.of(),
                List.of(),
                List.copyOf(inputs.keySet()),
                Stream.of(outputs)
                        .map(name -> new OutputArtifact(name, List.of()))
                        .toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
        BuildContext context = new BuildContext(declaration, folder.resolve("work"));
        for (Map.Entry<String, Map<String, String>> input : inputs.entrySet()) {
            BundleWriter writer = new BundleWriter();
            for (Map.Entry<String, String> file : input.getValue().entrySet()) {
                writer.file(file.getKey(), file.getValue());
            }
            Path bundle = folder.resolve(input.getKey() + ".zip");
            writer.write(bundle);
            context.input(input.getKey(), bundle);
        }
        return context;
    }

    private CodeBuildAction action() {
        return CodeBuildAction.of(
                ActionCategory.BUILD,
                (name, action) -> project,
                new HostBuildExecutor(System.getenv()),
                SECRETS,
                new FakeCodeBuilds(InstantSource.system()),
                new BuildExchange(new FakeBuckets(), Optional.empty(), artifact -> Optional.empty()),
                BuildLogs.NONE);
    }

    private static CodeBuildConfiguration configuration(Optional<String> primary, EnvironmentVariable... variables) {
        return new CodeBuildConfiguration("app", primary, List.of(variables), Optional.empty(), Optional.empty());
    }

    private StepResult<CodeBuildState> run(BuildContext context, CodeBuildConfiguration configuration)
            throws Exception {
        var begun = action().step(context, configuration, action().begin(configuration));
        assertThat(begun).isInstanceOf(StepResult.Next.class);
        return action().step(context, configuration, ((StepResult.Next<CodeBuildState>) begun).state());
    }

    private static ActionResult succeeded(BuildContext context, StepResult<CodeBuildState> result) {
        assertThat(result).as("%s", context.log).isInstanceOf(StepResult.Succeed.class);
        return ((StepResult.Succeed<CodeBuildState>) result).result();
    }

    private static ArtifactReference artifact(ActionResult result, String name) {
        return Optional.ofNullable(result.artifacts().get(name)).orElseThrow();
    }

    private static ActionFailure failed(StepResult<CodeBuildState> result) {
        assertThat(result).isInstanceOf(StepResult.Fail.class);
        return ((StepResult.Fail<CodeBuildState>) result).failure();
    }

    private static final String BUILDSPEC = """
            version: 0.2
            env:
              variables: {FROM: buildspec, PROJECT: buildspec, CALL: buildspec}
              parameter-store: {PASSWORD: db}
              secrets-manager: {TOKEN: api}
              exported-variables: [VERSION, CALL, PASSWORD, LEAK]
            phases:
              build:
                commands:
                  - VERSION=1.$((1 + 1)); LEAK="x-$TOKEN"
                  - echo "$FROM $PROJECT $CALL $CODEBUILD_INITIATOR $CODEBUILD_BUILD_NUMBER $AWS_REGION"
                  - echo "$PASSWORD" | base64
                  - mkdir out && cp in.txt out/ && printf '#!/bin/sh\\n' > out/run && chmod +x out/run
            artifacts: {files: ['**/*'], base-directory: out}
            """;

    @Test
    void buildsAndHandsOnFilesAndVariablesButNoSecret() throws Exception {
        project = new BuildProject(
                new BuildLocation.Host(),
                Optional.empty(),
                List.of(
                        new EnvironmentVariable("PROJECT", "project", EnvironmentVariableType.PLAINTEXT),
                        new EnvironmentVariable("CALL", "project", EnvironmentVariableType.PLAINTEXT)),
                false,
                Duration.ofMinutes(5));
        BuildContext context =
                context(Map.of("Source", Map.of("buildspec.yml", BUILDSPEC, "in.txt", "hello")), "Built");

        ActionResult result = succeeded(
                context,
                run(
                        context,
                        configuration(
                                Optional.empty(),
                                new EnvironmentVariable("CALL", "call", EnvironmentVariableType.PLAINTEXT))));

        assertThat(context.names(artifact(result, "Built"))).containsExactly("in.txt", "run");
        assertThat(context.content(artifact(result, "Built"), "in.txt")).isEqualTo("hello");
        assertThat(result.variables()).isEqualTo(Map.of("VERSION", "1.2", "CALL", "call"));
        assertThat(context.log).contains("buildspec project call codepipeline/shop 2 eu-west-1");
        assertThat(String.join("\n", context.log))
                .contains("LEAK is not exported", "PASSWORD is not exported")
                .doesNotContain("value-of", "cGFyYW1ldGVyLXZhbHVl");
        assertThat(result.external().orElseThrow().id()).isEqualTo("app:" + context.token("build"));
        try (Stream<Path> left = Files.list(folder.resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void takesFromSeveralInputsAndPutsOutSeveralArtifacts() throws Exception {
        String buildspec = """
                version: 0.2
                phases: {build: {commands: ['cat "$CODEBUILD_SRC_DIR_Second/two.txt" one.txt > both.txt']}}
                artifacts:
                  secondary-artifacts:
                    Both: {files: both.txt}
                    Two: {files: '*.txt', base-directory: $CODEBUILD_SRC_DIR_Second}
                """;
        Map<String, Map<String, String>> inputs = new LinkedHashMap<>();
        inputs.put("Second", Map.of("two.txt", "two\n"));
        inputs.put("First", Map.of("one.txt", "one\n", "buildspec.yml", buildspec));
        BuildContext context = context(inputs, "Both", "Two");

        ActionResult result = succeeded(context, run(context, configuration(Optional.of("First"))));

        assertThat(context.content(artifact(result, "Both"), "both.txt")).isEqualTo("two\none\n");
        assertThat(context.names(artifact(result, "Two"))).containsExactly("two.txt");
    }

    @Test
    void failsWithPhaseCommandStatusAndLastLines() throws Exception {
        String buildspec = """
                version: 0.2
                env: {secrets-manager: {TOKEN: api}}
                phases:
                  build: {commands: ['echo working', 'echo "$TOKEN" >&2; exit 3']}
                  post_build: {commands: ['echo "succeeding: $CODEBUILD_BUILD_SUCCEEDING"']}
                """;
        BuildContext context = context(Map.of("Source", Map.of("buildspec.yml", buildspec)));

        ActionFailure failure = failed(run(context, configuration(Optional.empty())));

        assertThat(failure.code()).isEqualTo("PEN-BUILD-001");
        assertThat(failure.message())
                .isEqualTo(
                        "The build failed in phase BUILD. Error while executing command: echo \"$TOKEN\" >&2; exit 3."
                                + " Reason: exit status 3");
        assertThat(failure.details())
                .contains("working")
                .as("what followed says nothing of the failure")
                .doesNotContain("secret-value-of-api", "succeeding: 0");
        assertThat(context.log).contains("succeeding: 0");
    }

    @Test
    void tellsHowTheTestsEndedThatABuildLeftReportsOf() throws Exception {
        String buildspec = """
                version: 0.2
                phases:
                  build: {commands: ['mkdir target; cp unit.xml target', 'exit $STATUS']}
                reports: {unit: {files: ['*.xml'], base-directory: target}}
                """;
        Map<String, String> source = Map.of(
                "buildspec.yml",
                buildspec,
                "unit.xml",
                "<testsuite><testcase name='adds'/><testcase name='removes'><failure/></testcase></testsuite>");
        BuildContext context = context(Map.of("Source", source));

        ActionResult result = succeeded(
                context,
                run(
                        context,
                        configuration(
                                Optional.empty(),
                                new EnvironmentVariable("STATUS", "0", EnvironmentVariableType.PLAINTEXT))));
        assertThat(result.summary()).as("failed tests fail no build").endsWith(": 1 test passed, 1 failed");

        BuildContext again = context(Map.of("Source", source));
        ActionFailure failure = failed(run(
                again,
                configuration(
                        Optional.empty(), new EnvironmentVariable("STATUS", "1", EnvironmentVariableType.PLAINTEXT))));
        assertThat(failure.details()).startsWith("Report unit: 1 test passed, 1 failed", "  failed: removes");
    }

    @Test
    void saysHowABuildGetsTheCredentialsThatItMisses() throws Exception {
        String buildspec =
                "{version: 0.2, phases: {build: {commands: ['echo Unable to locate credentials. >&2; exit 255']}}}";
        BuildContext context = context(Map.of("Source", Map.of("buildspec.yml", buildspec)));

        assertThat(failed(run(context, configuration(Optional.empty()))).message())
                .endsWith(
                        "exit status 255. It was given no credentials of AWS: 'awsEnvironment: true' below 'builds' in the"
                                + " settings gives it those of the run.");
    }

    @Test
    void runsAgainOnFreshCopiesOfTheSources() throws Exception {
        String buildspec = "{version: 0.2, phases: {build: {commands: ['test ! -e mark; touch mark']}}}";
        BuildContext context = context(Map.of("Source", Map.of("buildspec.yml", buildspec)));

        succeeded(context, run(context, configuration(Optional.empty())));
        succeeded(context, run(context, configuration(Optional.empty())));
    }

    @Test
    void saysWhereABuildspecIsWrongOrThatThereIsNone() throws Exception {
        BuildContext wrong = context(Map.of("Source", Map.of("buildspec.yml", "version: 0.2\nphases: [a]\n")));
        BuildContext none = context(Map.of("Source", Map.of("readme", "")));

        assertThat(failed(run(wrong, configuration(Optional.empty()))).message())
                .isEqualTo(
                        "The buildspec cannot be used. buildspec.yml:2:9: A mapping is wanted here; this is a list.");
        assertThat(failed(run(none, configuration(Optional.empty()))).message()).contains("no file 'buildspec.yml'");
    }

    @Test
    void takesAnotherBuildspecFromTheCallBeforeThatOfTheProject() throws Exception {
        project = new BuildProject(
                new BuildLocation.Host(), Optional.of("other/spec.yml"), List.of(), false, Duration.ofMinutes(5));
        BuildContext context = context(Map.of(
                "Source",
                Map.of("other/spec.yml", "{version: 0.2, phases: {build: {commands: [echo from project]}}}")));
        String inline = "version: 0.2\nphases:\n  build:\n    commands: [echo from call]\n";

        succeeded(context, run(context, configuration(Optional.empty())));
        succeeded(
                context,
                run(
                        context,
                        new CodeBuildConfiguration(
                                "app", Optional.empty(), List.of(), Optional.of(inline), Optional.empty())));

        assertThat(context.log).contains("from project", "from call");
    }

    @Test
    void failsWhenTheProjectsTimeIsUp() throws Exception {
        project = new BuildProject(new BuildLocation.Host(), Optional.empty(), List.of(), false, Duration.ofSeconds(1));
        String buildspec = "{version: 0.2, phases: {build: {commands: [sleep 98771]}}}";
        BuildContext context = context(Map.of("Source", Map.of("buildspec.yml", buildspec)));

        assertThat(failed(run(context, configuration(Optional.empty()))).kind())
                .isEqualTo(ActionFailure.Kind.TIMED_OUT);
    }
}
