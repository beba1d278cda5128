package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Pipelines are registered where the functions look for them, and nothing that is wrong is. */
class PipelineRegistrationTest {

    private static final String BUCKET = "penstock-bucket";

    @TempDir
    private Path folder;

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private Console console = new Console();

    @BeforeEach
    void begin() throws IOException {
        SampleProject.copy("hello", folder);
        console = new Console(folder);
        try (S3Client s3 = SimulatedBalancer.client(aws, S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(bucket -> bucket.bucket(BUCKET));
        }
    }

    @AfterEach
    void end() {
        aws.close();
    }

    @Test
    void arePutListedReplacedAndDeleted() {
        assertThat(call("put", "pipeline.yml")).as(console.err()).isZero();
        assertThat(console.out()).isEqualTo("Registered hello.\n");
        assertThat(call("put", "pipeline.yml")).isZero();
        assertThat(call("list")).isZero();
        assertThat(console.out()).isEqualTo("hello\n");
        assertThat(call("delete", "hello")).isZero();
        assertThat(call("list")).isZero();
        assertThat(console.out()).isEmpty();
        assertThat(call("delete", "hello")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("No pipeline 'hello' is registered.");
    }

    @Test
    void aPipelineMayHaveItsExecutionsLineUp() throws IOException {
        Path file = folder.resolve("pipeline.yml");
        Files.writeString(file, Files.readString(file).replace("SUPERSEDED", "QUEUED"));

        assertThat(call("put", "pipeline.yml")).as(console.err()).isZero();

        assertThat(console.out()).isEqualTo("Registered hello.\n");
    }

    @Test
    void theBucketIsThatOfTheJournalWhereNoneIsNamed() {
        console.environment("PENSTOCK_JOURNAL", "dynamodb://penstock?region=us-east-1&bucket=" + BUCKET);
        assertThat(console.run(
                        "pipeline",
                        "put",
                        "pipeline.yml",
                        "--simulator",
                        aws.endpoint().toString()))
                .as(console.err())
                .isZero();
        assertThat(call("list")).isZero();
        assertThat(console.out()).isEqualTo("hello\n");
    }

    @Test
    void whatIsWrongIsToldAndNothingIsRegistered() throws IOException {
        Path definition = folder.resolve("pipeline.yml");
        Files.writeString(definition, Files.readString(definition).replaceFirst("category: Source", "category: Sauce"));
        assertThat(call("put", "pipeline.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("pipeline.yml:", "Sauce", "Nothing was registered.");
        assertThat(call("list")).isZero();
        assertThat(console.out()).isEmpty();

        assertThat(console.run("pipeline", "list")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("It is not said in which bucket pipelines are registered.");
        assertThat(call("put", "absent.yml")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("There is no file absent.yml.");
    }

    @Test
    void whatAFunctionCannotDoIsToldWithItsPlaceAndWhatWouldDo() throws IOException {
        Files.writeString(folder.resolve("shop.yml"), """
            pipeline:
              name: shop
              roleArn: arn:aws:iam::123456789012:role/pipeline
              artifactStore: {type: S3, location: artifacts}
              stages:
                - name: Source
                  actions:
                    - name: Files
                      actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                      configuration: {S3Bucket: sources, S3ObjectKey: shop.zip}
                      outputArtifacts: [{name: Files}]
                    - name: Code
                      actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                      configuration: {RepositoryName: shop, BranchName: main}
                      outputArtifacts: [{name: Code}]
                - name: Build
                  actions:
                    - name: Compile
                      actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                      configuration: {ProjectName: shop}
                      inputArtifacts: [{name: Code}]
                    - name: Image
                      actionTypeId: {category: Build, owner: AWS, provider: ECRBuildAndPublish, version: "1"}
                      configuration: {ECRRepositoryName: web}
                      inputArtifacts: [{name: Code}]
            """);
        Path settings = folder.resolve("shop-settings.yml");
        Files.writeString(settings, "sources: {Code: {git: 'https://git.example.com/shop'}}\n");
        assertThat(call("put", "shop.yml", "--settings", "shop-settings.yml"))
                .as(console.err())
                .isZero();
        assertThat(console.err())
                .contains(
                        "shop.yml:12:",
                        "from 'https://git.example.com/shop'",
                        "PEN-RUN-005",
                        "shop.yml:22:",
                        "makes no images",
                        "docker build")
                .doesNotContain("'Files'", "'Compile'");
        assertThat(console.out()).isEqualTo("Registered shop.\n");

        Files.writeString(settings, "sources: {}\n");
        assertThat(call("put", "shop.yml", "--settings", "shop-settings.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("PEN-RUN-001", "Nothing stands in for 'shop'", "Nothing was registered.");
    }

    @Test
    void commandsNeedAProjectWhereAFunctionHasThemRun() throws IOException {
        Files.writeString(folder.resolve("check.yml"), """
            pipeline:
              name: check
              roleArn: arn:aws:iam::123456789012:role/pipeline
              pipelineType: V2
              artifactStore: {type: S3, location: artifacts}
              stages:
                - name: Source
                  actions:
                    - name: Files
                      actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                      configuration: {S3Bucket: sources, S3ObjectKey: shop.zip}
                      outputArtifacts: [{name: Files}]
                - name: Check
                  actions:
                    - name: Test
                      actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                      commands: [make check]
                      inputArtifacts: [{name: Files}]
            """);
        Path settings = folder.resolve("check-settings.yml");
        Files.writeString(settings, "sources: {}\n");
        assertThat(call("put", "check.yml", "--settings", "check-settings.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err())
                .contains("check.yml:15:", "names no project of CodeBuild", "builds: {Test: {project: NAME}}");

        Files.writeString(settings, "builds: {Test: {project: shop-commands}}\n");
        assertThat(call("put", "check.yml", "--settings", "check-settings.yml"))
                .as(console.err())
                .isZero();
    }

    private int call(String... words) {
        List<String> line = new ArrayList<>(List.of("pipeline"));
        line.addAll(List.of(words));
        line.addAll(List.of("--bucket", BUCKET, "--simulator", aws.endpoint().toString()));
        return console.run(line.toArray(String[]::new));
    }
}
