package dev.penstock.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.local.build.LocalBuildExecutor;
import dev.penstock.simulator.SimulatedAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** Builds of the simulated CodeBuild that run on this machine. */
class LocalBuildsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BUILDSPEC = """
            version: 0.2
            env:
              variables: {GREETING: hello, COLOUR: red}
              exported-variables: [ANSWER]
            phases:
              build:
                commands:
                  - echo "$GREETING $COLOUR $(cat app.txt) in $CODEBUILD_BUILD_ID"
                  - export ANSWER=42
                  - mkdir out && cp app.txt out/page.txt
              post_build:
                commands:
                  - test "$CODEBUILD_BUILD_SUCCEEDING" = 1
            artifacts:
              base-directory: out
              files: ['**/*']
            """;

    private final LocalBuildExecutor executor = new LocalBuildExecutor(System.getenv());
    private final SimulatedAws aws = SimulatedAws.builder()
            .builds(new LocalBuilds(executor, LocalBuilds.Where.HOST))
            .start();
    private final CodeBuildClient codeBuild = client(CodeBuildClient.builder());
    private final S3Client s3 = client(S3Client.builder());

    @AfterEach
    void close() throws IOException {
        aws.close();
        executor.close();
    }

    @Test
    void aBuildRunsTheBuildspecOfItsSourceAndPutsItsArtifactOut() throws IOException {
        s3.createBucket(b -> b.bucket("files"));
        s3.putObject(
                p -> p.bucket("files").key("source.zip"),
                RequestBody.fromBytes(zip(Map.of("buildspec.yml", BUILDSPEC, "app.txt", "page"))));

        Build build = build(b -> b.environmentVariablesOverride(
                List.of(software.amazon.awssdk.services.codebuild.model.EnvironmentVariable.builder()
                        .name("COLOUR")
                        .value("blue")
                        .build())));

        assertThat(build.buildStatusAsString()).describedAs("%s", build).isEqualTo("SUCCEEDED");
        assertThat(build.phases())
                .extracting(p -> p.phaseTypeAsString())
                .containsExactly(
                        "SUBMITTED",
                        "QUEUED",
                        "PROVISIONING",
                        "DOWNLOAD_SOURCE",
                        "INSTALL",
                        "PRE_BUILD",
                        "BUILD",
                        "POST_BUILD",
                        "UPLOAD_ARTIFACTS",
                        "FINALIZING",
                        "COMPLETED");
        assertThat(build.exportedEnvironmentVariables())
                .extracting(v -> v.name() + "=" + v.value())
                .containsExactly("ANSWER=42");
        assertThat(log(build)).contains("hello blue page in " + build.id());
        try (ZipInputStream in =
                new ZipInputStream(s3.getObject(g -> g.bucket("files").key("out/web.zip")))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("page.txt");
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("page");
        }
    }

    @Test
    void aCommandThatFailsIsThePhasesContext() throws IOException {
        s3.createBucket(b -> b.bucket("files"));
        s3.putObject(p -> p.bucket("files").key("source.zip"), RequestBody.fromBytes(zip(Map.of("app.txt", "page"))));

        Build build = build(b -> b.buildspecOverride(
                "version: 0.2\nphases: {build: {commands: [exit 3]}, post_build: {commands: [echo after]}}"));

        assertThat(build.buildStatusAsString()).isEqualTo("FAILED");
        var phase = build.phases().stream()
                .filter(p -> p.phaseTypeAsString().equals("BUILD"))
                .findFirst()
                .orElseThrow();
        assertThat(phase.contexts().getFirst().statusCode()).isEqualTo("COMMAND_EXECUTION_ERROR");
        assertThat(phase.contexts().getFirst().message())
                .isEqualTo("Error while executing command: exit 3. Reason: exit status 3");
        assertThat(log(build)).contains("after");
    }

    @Test
    void aSourceWithoutABuildspecFailsBeforeItsFirstCommand() throws IOException {
        s3.createBucket(b -> b.bucket("files"));
        s3.putObject(p -> p.bucket("files").key("source.zip"), RequestBody.fromBytes(zip(Map.of("app.txt", "page"))));

        Build build = build(b -> {});

        assertThat(build.buildStatusAsString()).isEqualTo("FAILED");
        assertThat(build.phases().get(3).phaseTypeAsString()).isEqualTo("DOWNLOAD_SOURCE");
        assertThat(build.phases().get(3).contexts().getFirst().statusCode()).isEqualTo("YAML_FILE_ERROR");
    }

    private Build build(Consumer<StartBuildRequest.Builder> more) {
        codeBuild.createProject(p -> p.name("web")
                .source(s -> s.type("S3").location("files/source.zip"))
                .artifacts(a -> a.type("S3")
                        .location("files")
                        .path("out")
                        .name("web.zip")
                        .packaging("ZIP"))
                .environment(e -> e.type("LINUX_CONTAINER")
                        .image("aws/codebuild/standard:7.0")
                        .computeType("BUILD_GENERAL1_SMALL"))
                .serviceRole("arn:aws:iam::111122223333:role/build"));
        StartBuildRequest.Builder request = StartBuildRequest.builder().projectName("web");
        more.accept(request);
        String id = codeBuild.startBuild(request.build()).build().id();
        assertThat(aws.time().awaitStill(PATIENCE)).isTrue();
        return codeBuild.batchGetBuilds(b -> b.ids(id)).builds().getFirst();
    }

    private String log(Build build) {
        try (CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder())) {
            return String.join(
                    "\n",
                    logs
                            .getLogEvents(g -> g.logGroupName(build.logs().groupName())
                                    .logStreamName(build.logs().streamName())
                                    .startFromHead(true))
                            .events()
                            .stream()
                            .map(OutputLogEvent::message)
                            .toList());
        }
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("111122223333", "secret")))
                .build();
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
