package dev.penstock.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.AwsScope;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.build.BuildProject;
import dev.penstock.build.CodeBuildConfiguration;
import dev.penstock.build.CodeBuildState;
import dev.penstock.build.CommandsAction;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretResolver;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeCodeBuilds;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on this machine. */
final class CommandsActionIT {

    private static final SecretResolver SECRETS = new SecretResolver() {
        @Override
        public Secret parameter(AwsScope scope, String name) {
            throw new AssertionError("actions of commands have no parameters");
        }

        @Override
        public Secret secret(AwsScope scope, String reference) {
            return Secret.of("secret-value-of-" + reference);
        }
    };

    @TempDir
    Path folder;

    private final CommandsAction action = new CommandsAction(
            (project, name) -> BuildProject.ON_HOST,
            name -> Optional.empty(),
            new HostBuildExecutor(System.getenv()),
            SECRETS,
            new FakeCodeBuilds(InstantSource.system()),
            new BuildExchange(new FakeBuckets(), Optional.empty(), artifact -> Optional.empty()),
            BuildLogs.NONE);

    private BuildContext context(List<String> commands, OutputArtifact... outputs) throws Exception {
        BuildContext context = new BuildContext(
                new ActionDeclaration(
                        "Check",
                        CommandsAction.TYPE,
                        1,
                        Map.of(),
                        commands,
                        List.of(
                                new EnvironmentVariable("STAGE", "test", EnvironmentVariableType.PLAINTEXT),
                                new EnvironmentVariable("TOKEN", "api", EnvironmentVariableType.SECRETS_MANAGER)),
                        List.of("Source", "Extra"),
                        List.of(outputs),
                        List.of("VERSION", "LEAK", "CODEBUILD_BUILD_ID", "AWS_DEFAULT_REGION", "AWS_SECRET_ACCESS_KEY"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty()),
                folder.resolve("work"));
        for (String input : List.of("Source", "Extra")) {
            Path bundle = folder.resolve(input + ".zip");
            new BundleWriter().file("from.txt", input).write(bundle);
            context.input(input, bundle);
        }
        return context;
    }

    private StepResult<CodeBuildState> run(BuildContext context) throws Exception {
        ActionConfiguration keys = ActionConfiguration.resolved(context.declaration());
        CodeBuildConfiguration configuration = action.configure(keys);
        assertThat(keys.problems()).isEmpty();
        var begun = (StepResult.Next<CodeBuildState>) action.step(context, configuration, action.begin(configuration));
        return action.step(context, configuration, begun.state());
    }

    @Test
    void commandsShareAShellAndPutOutFilesAndVariablesButNoSecret() throws Exception {
        BuildContext context = context(
                List.of(
                        "export AWS_DEFAULT_REGION=eu-west-1 AWS_SECRET_ACCESS_KEY=whatever-it-is",
                        "VERSION=1.$((1 + 1)) LEAK=\"x-$TOKEN\"",
                        "mkdir out && cat from.txt \"$CODEBUILD_SRC_DIR_Extra/from.txt\" > \"out/$STAGE.txt\""),
                new OutputArtifact("Out", List.of("out/*.txt")));

        StepResult<CodeBuildState> result = run(context);

        assertThat(result).as("%s", context.log).isInstanceOf(StepResult.Succeed.class);
        ActionResult out = ((StepResult.Succeed<CodeBuildState>) result).result();
        assertThat(out.variables()).containsOnlyKeys("VERSION", "CODEBUILD_BUILD_ID", "AWS_DEFAULT_REGION");
        assertThat(out.variables()).containsEntry("VERSION", "1.2");
        assertThat(out.summary()).isEqualTo("ran 3 commands");
        assertThat(out.external()).isPresent();
        ArtifactReference artifact =
                Optional.ofNullable(out.artifacts().get("Out")).orElseThrow();
        assertThat(context.names(artifact)).containsExactly("out/test.txt");
        assertThat(context.content(artifact, "out/test.txt")).isEqualTo("SourceExtra");
    }

    @Test
    void theFirstCommandThatFailsEndsTheAction() throws Exception {
        BuildContext context = context(List.of("echo first", "exit 3", "echo never"), new OutputArtifact("Out"));

        StepResult<CodeBuildState> result = run(context);

        assertThat(result).isInstanceOf(StepResult.Fail.class);
        var failure = ((StepResult.Fail<CodeBuildState>) result).failure();
        assertThat(failure.code()).isEqualTo("PEN-BUILD-001");
        assertThat(failure.message()).contains("Error while executing command: exit 3. Reason: exit status 3");
        assertThat(context.log).contains("first").doesNotContain("never");
    }
}
