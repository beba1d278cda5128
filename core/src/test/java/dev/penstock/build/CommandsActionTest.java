package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.AwsScope;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.codebuild.NewBuild;
import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretResolver;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeCodeBuilds;
import dev.penstock.testing.StepFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsActionTest {

    private static final SecretResolver NO_SECRETS = new SecretResolver() {
        @Override
        public Secret parameter(AwsScope scope, String name) {
            throw new AssertionError("CodeBuild resolves secrets itself");
        }

        @Override
        public Secret secret(AwsScope scope, String reference) {
            throw new AssertionError("CodeBuild resolves secrets itself");
        }
    };

    @TempDir
    Path folder;

    private final FakeCodeBuilds builds = new FakeCodeBuilds(() -> StepFixture.STARTED).project("shop-commands");
    private BuildProject where = BuildProject.ON_HOST;
    private Optional<String> projectName = Optional.empty();
    private Optional<BuildExchange.Place> bucket = Optional.empty();

    private CommandsAction action() {
        return new CommandsAction(
                (project, action) -> where,
                action -> projectName,
                (machine, log) -> {
                    throw new AssertionError("CodeBuild runs the commands");
                },
                NO_SECRETS,
                builds,
                new BuildExchange(new FakeBuckets(), bucket, artifact -> Optional.empty()),
                BuildLogs.NONE);
    }

    private static ActionDeclaration declaration(
            Map<String, String> configuration,
            List<String> commands,
            List<EnvironmentVariable> environment,
            List<String> outputVariables,
            OutputArtifact... outputs) {
        return new ActionDeclaration(
                "Check",
                CommandsAction.TYPE,
                1,
                configuration,
                commands,
                environment,
                List.of("Source"),
                List.of(outputs),
                outputVariables,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private List<String> problems(ActionDeclaration declaration) {
        ActionConfiguration keys = ActionConfiguration.declared(declaration);
        CodeBuildConfiguration unused = action().configure(keys);
        return keys.problems().stream()
                .map(problem -> problem.key() + ": " + problem.message())
                .toList();
    }

    @Test
    void theBuildspecHasEachCommandAsItIsWritten() {
        List<String> commands = List.of(
                "echo \"it's\" > 'a: b' # {x}", "- dash", "#{no.comment}", "printf 'ü\\t%s' \\", "true: *", "  x=1");
        Buildspec buildspec = read(declaration(Map.of(), commands, List.of(), List.of(), new OutputArtifact("Out")));

        assertThat(buildspec.phases()).singleElement().satisfies(phase -> {
            assertThat(phase.type()).isEqualTo(BuildPhaseType.BUILD);
            assertThat(phase.commands()).isEqualTo(commands);
            assertThat(phase.onFailure()).isEqualTo(BuildspecPhase.OnFailure.ABORT);
        });
        assertThat(buildspec.version()).isEqualTo(Buildspec.Version.V0_2);
        assertThat(buildspec.artifacts().orElseThrow().primary().patterns()).containsExactly("**/*");
        assertThat(buildspec.notCarriedOut()).isEmpty();
    }

    @Test
    void theBuildspecHasTheFilesAndVariablesThatComeOut() {
        Buildspec buildspec = read(declaration(
                Map.of(),
                List.of("true"),
                List.of(),
                List.of("VERSION", "CODEBUILD_BUILD_ID"),
                new OutputArtifact("Out", List.of("target/*.jar", "\"odd\".txt"))));

        assertThat(buildspec.environment().exportedVariables()).containsExactly("VERSION", "CODEBUILD_BUILD_ID");
        assertThat(buildspec.artifacts().orElseThrow().primary().patterns())
                .containsExactly("target/*.jar", "\"odd\".txt");
        assertThat(read(declaration(Map.of(), List.of("true"), List.of(), List.of()))
                        .artifacts())
                .isEmpty();
    }

    private static Buildspec read(ActionDeclaration declaration) {
        BuildspecReading reading = BuildspecReader.read(SourceText.of("buildspec", CommandsBuildspec.of(declaration)));
        assertThat(reading.problems()).isEmpty();
        return ((BuildspecReading.Accepted) reading).buildspec();
    }

    @Test
    void whatCannotBeRunIsToldBeforeAnythingStarts() {
        EnvironmentVariable reserved = new EnvironmentVariable("CODEBUILD_X", "1", EnvironmentVariableType.PLAINTEXT);
        assertThat(problems(declaration(
                        Map.of("EnvironmentType", "WINDOWS_SERVER_2022_CONTAINER", "ProjectName", "x"),
                        List.of("dir"),
                        List.of(reserved),
                        List.of("no-name"))))
                .satisfiesExactlyInAnyOrder(
                        told -> assertThat(told).startsWith("EnvironmentType: The commands are for Windows"),
                        told -> assertThat(told).startsWith("ProjectName: Compute/AWS/Commands/1 has no"),
                        told -> assertThat(told).startsWith(": The environment variable 'CODEBUILD_X'"),
                        told -> assertThat(told).startsWith(": The output variable 'no-name'"));
        assertThat(problems(declaration(
                        Map.of("EnvironmentType", "LINUX_CONTAINER", "ComputeType", "BUILD_GENERAL1_SMALL"),
                        List.of("ls"),
                        List.of(),
                        List.of("NAME"))))
                .isEmpty();
    }

    @Test
    void codeBuildNeedsAProjectAndABucket() {
        where = BuildProject.ON_HOST.inCodeBuild();
        ActionDeclaration declaration = declaration(Map.of(), List.of("ls"), List.of(), List.of());
        assertThat(problems(declaration))
                .satisfiesExactlyInAnyOrder(
                        told -> assertThat(told).contains("there is no bucket"),
                        told -> assertThat(told).contains("names no project of CodeBuild"));
        projectName = Optional.of("shop-commands");
        bucket = Optional.of(new BuildExchange.Place("exchange", ""));
        assertThat(problems(declaration)).isEmpty();
    }

    @Test
    void codeBuildRunsTheCommandsInTheProjectOfTheSettings() throws Exception {
        where = BuildProject.ON_HOST.inCodeBuild();
        projectName = Optional.of("shop-commands");
        bucket = Optional.of(new BuildExchange.Place("exchange", ""));
        EnvironmentVariable secret =
                new EnvironmentVariable("TOKEN", "shop/token", EnvironmentVariableType.SECRETS_MANAGER);
        ActionDeclaration declaration =
                declaration(Map.of("VpcId", "vpc-1"), List.of("make check"), List.of(secret), List.of("NAME"));
        Path zip = folder.resolve("in.zip");
        new BundleWriter().file("a.txt", "x").write(zip);
        StepFixture fixture = new StepFixture(declaration, folder).input("Source", zip);
        CodeBuildConfiguration configuration = action().configure(ActionConfiguration.resolved(declaration));

        StepResult<CodeBuildState> result = action().step(fixture, configuration, action().begin(configuration));
        CodeBuildState asked = ((StepResult.Next<CodeBuildState>) result).state();
        // Asked twice, as after a death: it is one build.
        for (int i = 0; i < 2; i++) {
            result = action().step(fixture, configuration, asked);
            assertThat(result).isInstanceOf(StepResult.Await.class);
        }

        assertThat(builds.ids()).hasSize(1);
        NewBuild order = builds.started().getFirst();
        assertThat(order.project()).isEqualTo("shop-commands");
        assertThat(order.buildspec().orElseThrow()).contains("make check");
        assertThat(order.environment()).containsExactly(secret);
        assertThat(fixture.log).anyMatch(line -> line.contains("'VpcId' has no effect"));
    }
}
