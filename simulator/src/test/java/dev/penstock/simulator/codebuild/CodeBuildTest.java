package dev.penstock.simulator.codebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.AccountLimitExceededException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.codebuild.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

class CodeBuildTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ROLE = "arn:aws:iam::" + Clients.ACCOUNT + ":role/build";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SimulatedAws aws =
            SimulatedAws.builder().time(SimulatedTime.stepped(START)).start();
    private Clients clients = Clients.of(aws);
    private CodeBuildClient codeBuild = clients.with(CodeBuildClient.builder());

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void projectsAreMadeChangedListedAndDeleted() {
        create("web", p -> p.description("the page").timeoutInMinutes(30));
        create("api", p -> {});

        codeBuild.updateProject(u -> u.name("web").description("the shop"));

        var got = codeBuild.batchGetProjects(b -> b.names("web", "none"));
        assertThat(got.projectsNotFound()).containsExactly("none");
        assertThat(got.projects().getFirst().description()).isEqualTo("the shop");
        assertThat(got.projects().getFirst().timeoutInMinutes()).isEqualTo(30);
        assertThat(got.projects().getFirst().queuedTimeoutInMinutes()).isEqualTo(480);
        assertThat(codeBuild.listProjects(l -> {}).projects()).containsExactly("api", "web");
        assertThat(codeBuild.listProjects(l -> l.sortOrder("DESCENDING")).projects())
                .containsExactly("web", "api");
        codeBuild.deleteProject(d -> d.name("web"));
        codeBuild.deleteProject(d -> d.name("web"));
        assertThat(codeBuild.listProjects(l -> {}).projects()).containsExactly("api");
    }

    @Test
    void whatIsNotRightIsRefusedByItsCode() {
        create("web", p -> {});

        assertThatThrownBy(() -> create("web", p -> {}))
                .isInstanceOf(ResourceAlreadyExistsException.class)
                .hasMessageContaining("Project already exists: arn:aws:codebuild:us-east-1:111122223333:project/web");
        assertThatThrownBy(() -> create("!", p -> {})).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> create("a b", p -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Only alphanumeric characters, dash, and underscore are supported");
        assertThatThrownBy(() -> create("x1", p -> p.source(s -> s.type("NO_SOURCE"))))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> create("x1", p -> p.source(s -> s.type("S3").location("bucket"))))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> create("x1", p -> p.timeoutInMinutes(4))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> create("x1", p -> p.serviceRole("arn:aws:iam::999999999999:role/x")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Service role account ID does not match caller's account");
        assertThatThrownBy(() -> codeBuild.startBuild(b -> b.projectName("none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Project cannot be found");
        assertThatThrownBy(() -> codeBuild.batchGetBuilds(b -> b.ids("bad"))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> codeBuild.stopBuild(b -> b.id("web:none")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aBuildGoesThroughItsPhasesInTheirTime() {
        create("web", p -> {});

        Build begun = start("web", b -> {});
        aws.time().advance(Duration.ofSeconds(30));
        Build provisioning = get(begun.id());
        aws.time().advance(Duration.ofMinutes(2));
        Build ended = get(begun.id());

        assertThat(begun.buildStatusAsString()).isEqualTo("IN_PROGRESS");
        assertThat(begun.currentPhase()).isEqualTo("QUEUED");
        assertThat(begun.buildNumber()).isEqualTo(1);
        assertThat(provisioning.currentPhase()).isEqualTo("PROVISIONING");
        assertThat(ended.buildStatusAsString()).isEqualTo("SUCCEEDED");
        assertThat(ended.buildComplete()).isTrue();
        assertThat(phases(ended))
                .containsExactly(
                        "SUBMITTED SUCCEEDED 0",
                        "QUEUED SUCCEEDED 0",
                        "PROVISIONING SUCCEEDED 34",
                        "DOWNLOAD_SOURCE SUCCEEDED 15",
                        "INSTALL SUCCEEDED 0",
                        "PRE_BUILD SUCCEEDED 0",
                        "BUILD SUCCEEDED 9",
                        "POST_BUILD SUCCEEDED 3",
                        "UPLOAD_ARTIFACTS SUCCEEDED 9",
                        "FINALIZING SUCCEEDED 2",
                        "COMPLETED null null");
        assertThat(ended.endTime()).isEqualTo(START.plusMillis(72_700));
        assertThat(ended.logs().groupName()).isEqualTo("/aws/codebuild/web");
    }

    @Test
    void aScriptedFailureHasItsContextAndPostBuildStillRuns() {
        create("web", p -> {});

        Build build = start("web", b -> b.environmentVariablesOverride(variable("PENSTOCK_SIMULATE", "fail build@5m")));
        aws.time().advance(Duration.ofMinutes(10));

        Build ended = get(build.id());
        assertThat(ended.buildStatusAsString()).isEqualTo("FAILED");
        assertThat(phases(ended)).contains("BUILD FAILED 300", "POST_BUILD SUCCEEDED 3");
        assertThat(ended.phases().get(6).contexts().getFirst().statusCode()).isEqualTo("COMMAND_EXECUTION_ERROR");
        assertThat(ended.phases().get(6).contexts().getFirst().message())
                .startsWith("Error while executing command: ")
                .endsWith("Reason: exit status 1");
        assertThat(clients.logs()
                        .getLogEvents(g -> g.logGroupName("/aws/codebuild/web")
                                .logStreamName(ended.logs().streamName())
                                .startFromHead(true))
                        .events())
                .extracting(OutputLogEvent::message)
                .contains("[Container] 2026/01/01 00:05:49.700000 Phase complete: BUILD State: FAILED")
                .noneMatch(line -> line.contains("PROVISIONING"));
    }

    @Test
    void aFailureBeforeTheBuildPhaseEndsIt() {
        create("web", p -> {});

        Build build =
                start("web", b -> b.environmentVariablesOverride(variable("PENSTOCK_SIMULATE", "fail:pre_build")));
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(phases(get(build.id())))
                .contains("PRE_BUILD FAILED 0", "FINALIZING SUCCEEDED 2")
                .noneMatch(p -> p.startsWith("BUILD ") || p.startsWith("UPLOAD_ARTIFACTS"));
    }

    @Test
    void aSourceThatIsNotThereFailsItsDownload() {
        clients.s3().createBucket(b -> b.bucket("sources"));
        create("web", p -> p.source(s -> s.type("S3").location("sources/app.zip")));

        Build build = start("web", b -> {});
        aws.time().advance(Duration.ofMinutes(10));

        Build ended = get(build.id());
        assertThat(ended.buildStatusAsString()).isEqualTo("FAILED");
        assertThat(ended.phases().get(3).contexts().getFirst().message())
                .startsWith("error while downloading key app.zip from bucket sources, error: NoSuchKey: ");
    }

    @Test
    void aBuildThatTakesTooLongIsCutAndOneThatIsStoppedSaysSo() {
        create("web", p -> p.timeoutInMinutes(5));

        Build slow = start("web", b -> b.environmentVariablesOverride(variable("PENSTOCK_SIMULATE", "build@1h")));
        Build stopped = start("web", b -> {});
        Build answer = codeBuild.stopBuild(s -> s.id(stopped.id())).build();
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(answer.buildStatusAsString()).isEqualTo("STOPPED");
        assertThat(answer.buildComplete()).isTrue();
        assertThat(get(slow.id()).buildStatusAsString()).isEqualTo("TIMED_OUT");
        assertThat(get(slow.id()).phases().get(6).contexts().getFirst().statusCode())
                .isEqualTo("BUILD_TIMED_OUT");
    }

    @Test
    void aTokenStandsForItsBuildForFiveMinutes() {
        create("web", p -> {});

        Build first = start("web", b -> b.idempotencyToken("once"));
        Build second = start("web", b -> b.idempotencyToken("once"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThatThrownBy(() -> start("web", b -> b.idempotencyToken("once").sourceVersion("2")))
                .isInstanceOf(InvalidInputException.class);
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(start("web", b -> b.idempotencyToken("once")).id()).isNotEqualTo(first.id());
    }

    @Test
    void buildsAreListedTheNewestFirstRetriedAndDeleted() {
        create("web", p -> {});
        String one = start("web", b -> {}).id();
        String two = start("web", b -> {}).id();

        assertThatThrownBy(() -> codeBuild.retryBuild(r -> r.id(one))).isInstanceOf(InvalidInputException.class);
        var refused = codeBuild.batchDeleteBuilds(b -> b.ids(one)).buildsNotDeleted();
        aws.time().advance(Duration.ofMinutes(5));
        Build again = codeBuild.retryBuild(r -> r.id(one)).build();

        assertThat(refused.getFirst().id()).isEqualTo(one);
        assertThat(again.buildNumber()).isEqualTo(3);
        assertThat(codeBuild.listBuildsForProject(l -> l.projectName("web")).ids())
                .containsExactly(again.id(), two, one);
        assertThat(codeBuild.listBuilds(l -> l.sortOrder("ASCENDING")).ids()).containsExactly(one, two, again.id());
        assertThat(codeBuild.batchDeleteBuilds(b -> b.ids(one)).buildsDeleted()).hasSize(1);
        assertThat(codeBuild.batchGetBuilds(b -> b.ids(one)).buildsNotFound()).containsExactly(one);
    }

    @Test
    void buildsBeyondTheLimitWaitForOthersToEnd() {
        create("web", p -> {});
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            ids.add(start("web", b -> {}).id());
        }

        aws.time().advance(Duration.ofSeconds(60));
        String waiting = get(ids.getLast()).currentPhase();
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(waiting).isEqualTo("QUEUED");
        assertThat(get(ids.getLast()).buildStatusAsString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aProjectsOwnLimitRefusesMore() {
        create("web", p -> p.concurrentBuildLimit(1));
        start("web", b -> {});

        assertThatThrownBy(() -> start("web", b -> {})).isInstanceOf(AccountLimitExceededException.class);
    }

    @Test
    void aRunnerIsGivenTheSourceAndItsArtifactAndLogAreKept() throws IOException {
        AtomicReference<String> seen = new AtomicReference<>("");
        restart((order, progress) -> {
            Path source = order.sources().values().iterator().next();
            seen.set(Files.readString(source.resolve("app.txt"))
                    + order.environment().get("COLOUR") + " "
                    + order.environment().get("CODEBUILD_BUILD_ID"));
            progress.entering("INSTALL");
            progress.line("building");
            Path artifact = order.work().resolve("artifact.zip");
            Files.write(artifact, zip("out.txt", "built"));
            Instant now = progress.clock().instant();
            return new BuildRunner.Outcome(
                    "SUCCEEDED",
                    List.of(new BuildRunner.Phase("BUILD", "SUCCEEDED", now, now, "", "")),
                    Map.of("TAG", "v1"),
                    Optional.of(artifact),
                    Map.of());
        });
        clients.s3().createBucket(b -> b.bucket("files"));
        clients.s3().putObject(p -> p.bucket("files").key("app.zip"), RequestBody.fromBytes(zip("app.txt", "source ")));
        create(
                "web",
                p -> p.source(s -> s.type("S3").location("files/app.zip"))
                        .artifacts(a ->
                                a.type("S3").location("files").name("out.zip").packaging("ZIP")));

        Build build = start("web", b -> b.environmentVariablesOverride(variable("COLOUR", "blue")));
        assertThat(aws.time().awaitStill(PATIENCE)).isTrue();

        Build ended = get(build.id());
        assertThat(ended.buildStatusAsString()).isEqualTo("SUCCEEDED");
        assertThat(seen.get()).isEqualTo("source blue " + build.id());
        assertThat(ended.exportedEnvironmentVariables().getFirst().value()).isEqualTo("v1");
        assertThat(ended.artifacts().location()).isEqualTo("arn:aws:s3:::files/out.zip");
        assertThat(ended.artifacts().sha256sum()).hasSize(64);
        try (ZipInputStream in =
                new ZipInputStream(clients.s3().getObject(g -> g.bucket("files").key("out.zip")))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("out.txt");
        }
        assertThat(clients.logs()
                        .getLogEvents(g -> g.logGroupName(ended.logs().groupName())
                                .logStreamName(ended.logs().streamName()))
                        .events())
                .extracting(OutputLogEvent::message)
                .containsExactly("building");
    }

    @Test
    void secondaryArtifactsAreKeptUnderTheirIdentifiers() {
        AtomicReference<Set<String>> wanted = new AtomicReference<>(Set.of());
        restart((order, progress) -> {
            wanted.set(order.secondaryArtifacts());
            Path artifact = order.work().resolve("one.zip");
            Files.write(artifact, zip("one.txt", "1"));
            Instant now = progress.clock().instant();
            return new BuildRunner.Outcome(
                    "SUCCEEDED",
                    List.of(new BuildRunner.Phase("BUILD", "SUCCEEDED", now, now, "", "")),
                    Map.of(),
                    Optional.empty(),
                    Map.of("One", artifact));
        });
        clients.s3().createBucket(b -> b.bucket("files"));
        create("web", p -> {});

        Build build = start(
                "web",
                b -> b.secondaryArtifactsOverride(ProjectArtifacts.builder()
                        .type("S3")
                        .artifactIdentifier("One")
                        .location("files")
                        .path("out")
                        .name("One.zip")
                        .packaging("ZIP")
                        .build()));
        assertThat(aws.time().awaitStill(PATIENCE)).isTrue();

        Build ended = get(build.id());
        assertThat(ended.buildStatusAsString()).isEqualTo("SUCCEEDED");
        assertThat(wanted.get()).containsExactly("One");
        assertThat(ended.secondaryArtifacts().getFirst().artifactIdentifier()).isEqualTo("One");
        assertThat(ended.secondaryArtifacts().getFirst().sha256sum()).hasSize(64);
        assertThat(clients.s3()
                        .headObject(h -> h.bucket("files").key("out/One.zip"))
                        .contentLength())
                .isPositive();
        assertThatThrownBy(() -> start(
                        "web",
                        b -> b.secondaryArtifactsOverride(ProjectArtifacts.builder()
                                .type("S3")
                                .artifactIdentifier("a-b")
                                .location("files")
                                .build())))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aRunnerIsInterruptedWhenItsBuildIsStopped() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        restart((order, progress) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            throw new IOException("not reached");
        });
        create("web", p -> {});
        Build build = start("web", b -> {});
        begun.await();

        codeBuild.stopBuild(s -> s.id(build.id()));
        interrupted.await();

        assertThat(get(build.id()).buildStatusAsString()).isEqualTo("STOPPED");
    }

    @Test
    void aSourceWithAFileOutsideOfItselfIsRefused() throws IOException {
        restart((order, progress) -> {
            throw new IOException("not reached");
        });
        clients.s3().createBucket(b -> b.bucket("files"));
        clients.s3().putObject(p -> p.bucket("files").key("app.zip"), RequestBody.fromBytes(zip("../evil", "x")));
        create("web", p -> p.source(s -> s.type("S3").location("files/app.zip")));

        Build build = start("web", b -> {});
        assertThat(aws.time().awaitStill(PATIENCE)).isTrue();

        Build ended = get(build.id());
        assertThat(ended.buildStatusAsString()).isIn("FAILED", "FAULT");
        assertThat(ended.phases().get(3).phaseTypeAsString()).isEqualTo("DOWNLOAD_SOURCE");
        assertThat(ended.phases().get(3).contexts().getFirst().message()).doesNotContain("not reached");
    }

    private void restart(BuildRunner runner) {
        aws.close();
        aws = SimulatedAws.builder()
                .time(SimulatedTime.virtual(START))
                .builds(runner)
                .start();
        clients = Clients.of(aws);
        codeBuild = clients.with(CodeBuildClient.builder());
    }

    private void create(String name, Consumer<CreateProjectRequest.Builder> more) {
        CreateProjectRequest.Builder request = CreateProjectRequest.builder()
                .name(name)
                .source(s -> s.type("NO_SOURCE").buildspec("version: 0.2"))
                .artifacts(a -> a.type("NO_ARTIFACTS"))
                .environment(e -> e.type("LINUX_CONTAINER")
                        .image("aws/codebuild/standard:7.0")
                        .computeType("BUILD_GENERAL1_SMALL"))
                .serviceRole(ROLE);
        more.accept(request);
        codeBuild.createProject(request.build());
    }

    private Build start(String project, Consumer<StartBuildRequest.Builder> more) {
        StartBuildRequest.Builder request = StartBuildRequest.builder().projectName(project);
        more.accept(request);
        return codeBuild.startBuild(request.build()).build();
    }

    private Build get(String id) {
        return codeBuild.batchGetBuilds(b -> b.ids(id)).builds().getFirst();
    }

    private static List<String> phases(Build build) {
        return build.phases().stream()
                .map(p -> p.phaseTypeAsString() + " " + p.phaseStatusAsString() + " " + p.durationInSeconds())
                .toList();
    }

    private static EnvironmentVariable variable(String name, String value) {
        return EnvironmentVariable.builder().name(name).value(value).build();
    }

    private static byte[] zip(String name, String contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(contents.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
