package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.AwsScope;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretResolver;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeCodeBuilds;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class CodeBuildConfigurationTest {

    private static final SecretResolver NO_SECRETS = new SecretResolver() {
        @Override
        public Secret parameter(AwsScope scope, String name) {
            throw new AssertionError("a configuration is read without secrets");
        }

        @Override
        public Secret secret(AwsScope scope, String reference) {
            throw new AssertionError("a configuration is read without secrets");
        }
    };

    private final CodeBuildAction action = action(BuildProject.ON_HOST, Optional.empty());

    private static CodeBuildAction action(BuildProject project, Optional<BuildExchange.Place> place) {
        return CodeBuildAction.of(
                ActionCategory.TEST,
                (name, action) -> project,
                (machine, log) -> {
                    throw new AssertionError("a configuration is read without a build");
                },
                NO_SECRETS,
                new FakeCodeBuilds(InstantSource.system()),
                new BuildExchange(new FakeBuckets(), place, artifact -> Optional.empty()),
                BuildLogs.NONE);
    }

    @Test
    void aBuildInCodeBuildNeedsABucketAndNamesThatCodeBuildTakes() {
        BuildProject inCodeBuild = BuildProject.ON_HOST.inCodeBuild();
        Map<String, String> keys = Map.of(
                "ProjectName", "app", "PrimarySource", "my-files", "BuildspecOverride", "arn:aws:s3:::bucket/spec.yml");

        ActionConfiguration without = configuration(keys, "my-files", "more-files");
        action(inCodeBuild, Optional.empty()).configure(without);
        assertThat(without.problems())
                .extracting(problem -> problem.message())
                .containsExactly(
                        "CodeBuild is to run the build, and there is no bucket to bring it the sources.",
                        "The artifact 'more-files' is one of several, and CodeBuild cannot call it that.");

        ActionConfiguration with = configuration(keys, "my-files", "more_files");
        action(inCodeBuild, Optional.of(new BuildExchange.Place("bucket", ""))).configure(with);
        assertThat(with.problems()).isEmpty();
    }

    private ActionConfiguration configuration(Map<String, String> keys, String... inputs) {
        return ActionConfiguration.declared(new ActionDeclaration(
                "Compile",
                action.type(),
                1,
                keys,
                List.of(),
                List.of(),
                List.of(inputs),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty()));
    }

    private List<String> problems(Map<String, String> keys, String... inputs) {
        ActionConfiguration configuration = configuration(keys, inputs);
        action.configure(configuration);
        return configuration.problems().stream()
                .map(problem -> problem.key() + ": " + problem.message())
                .toList();
    }

    @Test
    void readsEveryKey() {
        ActionConfiguration configuration = configuration(
                Map.of(
                        "ProjectName", "app",
                        "PrimarySource", "One",
                        "BatchEnabled", "false",
                        "CombineArtifacts", "false",
                        "BuildspecOverride", "ci/build.yml",
                        "ServiceRoleArnOverride", "arn:aws:iam::111122223333:role/build",
                        "EnvironmentVariables",
                                "[{\"name\":\"A\",\"value\":\"#{Source.CommitId}\"},"
                                        + "{\"name\":\"B\",\"value\":\"/b\",\"type\":\"PARAMETER_STORE\"}]"),
                "One",
                "Two");

        assertThat(action.configure(configuration))
                .isEqualTo(new CodeBuildConfiguration(
                        "app",
                        Optional.of("One"),
                        List.of(
                                new EnvironmentVariable("A", "#{Source.CommitId}", EnvironmentVariableType.PLAINTEXT),
                                new EnvironmentVariable("B", "/b", EnvironmentVariableType.PARAMETER_STORE)),
                        Optional.of("ci/build.yml"),
                        Optional.of("arn:aws:iam::111122223333:role/build")));
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void saysWhichSourceIsMissing() {
        assertThat(problems(Map.of("ProjectName", "app"), "One", "Two"))
                .containsExactly(
                        "PrimarySource: The action has 2 input artifacts and does not say in which the build starts.");
        assertThat(problems(Map.of("ProjectName", "app", "PrimarySource", "Three"), "One"))
                .containsExactly("PrimarySource: 'Three' is none of the action's input artifacts.");
        assertThat(problems(Map.of("ProjectName", "app", "PrimarySource", "#{v.Source}"), "One", "Two"))
                .isEmpty();
    }

    @Test
    void refusesBatchesAndBuildspecsInBuckets() {
        assertThat(problems(
                        Map.of(
                                "ProjectName", "app",
                                "BatchEnabled", "true",
                                "BuildspecOverride", "arn:aws:s3:::bucket/buildspec.yml"),
                        "One"))
                .containsExactlyInAnyOrder(
                        "BatchEnabled: The action asks for a batch build, and batch builds are not run here.",
                        "BuildspecOverride: The buildspec is in a bucket, and buildspecs are read here from the source only.");
    }

    @Test
    void saysWhereTheVariablesAreWrong() {
        String variables =
                "[{\"name\":\"A\"},\n {\"nmae\":\"B\",\"name\":\"CODEBUILD_X\",\"value\":\"\",\"type\":\"SECRET\"}, 1]";

        assertThat(problems(Map.of("ProjectName", "app", "EnvironmentVariables", variables), "One"))
                .hasSize(5)
                .allMatch(problem -> problem.startsWith("EnvironmentVariables: At character "))
                .anyMatch(problem -> problem.contains("At character 2 of line 1") && problem.contains("'value'"))
                .anyMatch(problem -> problem.contains("At character 3 of line 2") && problem.contains("'nmae'"))
                .anyMatch(problem -> problem.contains("keeps for itself"))
                .anyMatch(problem -> problem.contains("no type 'SECRET'"))
                .anyMatch(problem -> problem.contains("line 2") && problem.contains("a whole number"));
        assertThat(problems(Map.of("ProjectName", "app", "EnvironmentVariables", "[{"), "One"))
                .isNotEmpty();
        assertThat(problems(Map.of("ProjectName", "app", "EnvironmentVariables", "#{v.Variables}"), "One"))
                .isEmpty();
    }
}
