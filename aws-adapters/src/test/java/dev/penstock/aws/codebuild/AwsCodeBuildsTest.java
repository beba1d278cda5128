package dev.penstock.aws.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.codebuild.CodeBuildsContract;
import dev.penstock.codebuild.NewBuild;
import dev.penstock.codebuild.ServiceBuild;
import dev.penstock.codebuild.ServiceBuild.Status;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;

class AwsCodeBuildsTest extends CodeBuildsContract {

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final CodeBuilds builds = new AwsCodeBuilds(account.clients);

    @BeforeEach
    void createProjects() {
        create("app", project -> {});
        create("crowded", project -> project.concurrentBuildLimit(1));
    }

    @AfterEach
    void close() {
        account.close();
    }

    private CodeBuildClient codeBuild() {
        return account.clients.codeBuild(AwsScope.OWN, Use.CHANGE);
    }

    private void create(String name, Consumer<CreateProjectRequest.Builder> more) {
        codeBuild()
                .createProject(project -> more.accept(project.name(name)
                        .source(source -> source.type("GITHUB").location("https://github.com/shop/app"))
                        .artifacts(artifacts -> artifacts.type("NO_ARTIFACTS"))
                        .environment(environment -> environment
                                .type("LINUX_CONTAINER")
                                .image("aws/codebuild/standard:7.0")
                                .computeType("BUILD_GENERAL1_SMALL"))
                        .serviceRole("arn:aws:iam::" + SimulatedAccount.ID + ":role/build")));
    }

    @Override
    protected CodeBuilds builds() {
        return builds;
    }

    @Override
    protected String project() {
        return "app";
    }

    @Override
    protected String crowdedProject() {
        return "crowded";
    }

    @Override
    protected Instant now() {
        return account.aws.time().now();
    }

    @Override
    protected void letPass(Duration time) {
        account.aws.time().advance(time);
    }

    private static NewBuild build(List<String> outputs, EnvironmentVariable... variables) {
        return new NewBuild(
                "app",
                "token-" + outputs.size(),
                List.of(
                        new NewBuild.Source("Files", new ObjectLocation("bucket", "builds/t/Files.zip")),
                        new NewBuild.Source("More", new ObjectLocation("bucket", "builds/t/More.zip"))),
                new ObjectLocation("bucket", "builds/t/artifacts"),
                outputs,
                Optional.of("ci/build.yml"),
                Optional.of("arn:aws:iam::" + SimulatedAccount.ID + ":role/other"),
                List.of(variables));
    }

    private Build described(String id) {
        return codeBuild().batchGetBuilds(get -> get.ids(id)).builds().getFirst();
    }

    @Test
    void sourcesArtifactsAndVariablesComeFromThePipelineAndNotFromTheProject() {
        Build one = described(builds.start(
                AwsScope.OWN,
                build(List.of("Out"), new EnvironmentVariable("KEY", "api", EnvironmentVariableType.SECRETS_MANAGER))));
        assertThat(one.source().typeAsString()).isEqualTo("S3");
        assertThat(one.source().location()).isEqualTo("bucket/builds/t/Files.zip");
        assertThat(one.source().buildspec()).isEqualTo("ci/build.yml");
        assertThat(one.secondarySources().getFirst().sourceIdentifier()).isEqualTo("More");
        assertThat(one.artifacts().location()).isEqualTo("arn:aws:s3:::bucket/builds/t/artifacts/Out.zip");
        assertThat(one.serviceRole()).endsWith("role/other");
        assertThat(one.environment().environmentVariables().getFirst().typeAsString())
                .isEqualTo("SECRETS_MANAGER");

        Build none = described(builds.start(AwsScope.OWN, build(List.of())));
        assertThat(none.artifacts().location()).isEmpty();

        Build two = described(builds.start(AwsScope.OWN, build(List.of("One", "Two"))));
        assertThat(two.artifacts().location()).isEmpty();
        assertThat(two.secondaryArtifacts())
                .extracting(artifact -> artifact.artifactIdentifier() + " " + artifact.location())
                .containsExactly(
                        "One arn:aws:s3:::bucket/builds/t/artifacts/One.zip",
                        "Two arn:aws:s3:::bucket/builds/t/artifacts/Two.zip");
    }

    @Test
    void aLogIsReadOnFromWhereItWasReadTo() {
        String id = builds.start(AwsScope.OWN, build(List.of()));
        letPass(Duration.ofMinutes(5));
        ServiceBuild.Log log =
                builds.look(AwsScope.OWN, List.of(id)).getFirst().log().orElseThrow();

        CodeBuilds.LogPage all = builds.log(AwsScope.OWN, log, new CodeBuilds.LogPosition.Start());
        assertThat(all.lines().getFirst()).contains("Entering phase DOWNLOAD_SOURCE");
        CodeBuilds.LogPage none = builds.log(AwsScope.OWN, log, all.next());
        assertThat(none.lines()).isEmpty();
        assertThat(none.next()).isEqualTo(all.next());
        assertThat(builds.log(AwsScope.OWN, log, new CodeBuilds.LogPosition.End(1))
                        .lines())
                .containsExactly(all.lines().getLast());
    }

    @Test
    void aFailureHasItsPhaseItsContextAndTheEndOfTheLog() {
        String id = builds.start(AwsScope.OWN, build(List.of()));
        letPass(Duration.ofMinutes(5));

        ServiceBuild seen = builds.look(AwsScope.OWN, List.of(id)).getFirst();
        assertThat(seen.status()).isEqualTo(Status.FAILED);
        assertThat(seen.failures().getFirst().phase()).isEqualTo("DOWNLOAD_SOURCE");
        assertThat(seen.failures().getFirst().message()).contains("builds/t/Files.zip", "NoSuchBucket");
        ServiceBuild.Log log = seen.log().orElseThrow();
        assertThat(log.link()).contains("cloudwatch");
        assertThat(builds.logEnd(AwsScope.OWN, log, 2)).hasSize(2).anyMatch(line -> line.contains("DOWNLOAD_SOURCE"));
        assertThat(builds.logEnd(AwsScope.OWN, new ServiceBuild.Log("none", "none", ""), 2))
                .isEmpty();
    }
}
