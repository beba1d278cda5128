package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What a build of CodeBuild says is shown while it runs, as what a build on this machine says. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CodeBuildLogIT {

    @TempDir
    private Path folder;

    @Test
    void theLinesOfABuildAreShownBeforeItEnds() throws Exception {
        Files.createDirectories(folder.resolve("app"));
        Files.writeString(folder.resolve("app/page.txt"), "hello");
        Files.writeString(folder.resolve("penstock.yml"), """
                sources: {App: {directory: app}}
                builds: {default: {on: codebuild}}
                artifacts: {bucket: exchange, prefix: shop}
                """);
        Files.writeString(folder.resolve("pipeline.yml"), """
                pipeline:
                  name: shop
                  roleArn: arn:aws:iam::123456789012:role/pipeline
                  pipelineType: V2
                  artifactStore: {type: S3, location: artifacts}
                  stages:
                    - name: Source
                      actions:
                        - name: App
                          actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: "1"}
                          configuration:
                            ConnectionArn: arn:aws:codestar-connections:us-east-1:123456789012:connection/4cd6c3f2-6a52
                            FullRepositoryId: example/shop
                            BranchName: main
                          outputArtifacts: [{name: Files}]
                    - name: Build
                      actions:
                        - name: Compile
                          actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                          configuration:
                            ProjectName: shop
                            EnvironmentVariables: '[{"name":"PENSTOCK_SIMULATE","value":"build@50m"}]'
                          inputArtifacts: [{name: Files}]
                """);
        try (SimulatedAws aws = SimulatedAws.builder()
                        .time(SimulatedTime.scaled(Instant.now(), 30))
                        .start();
                Child run = Child.start(folder, line(aws))) {
            run.awaitOutput("Entering phase DOWNLOAD_SOURCE");
            run.awaitOutput("Phase complete: PRE_BUILD");
            assertThat(run.output()).doesNotContain("Compile failed", "Compile succeeded");
            run.kill();
        }
    }

    private static String[] line(SimulatedAws aws) {
        try (S3Client buckets = SimulatedBalancer.client(aws, S3Client.builder().forcePathStyle(true));
                IamClient iam = SimulatedBalancer.client(aws, IamClient.builder());
                CodeBuildClient builds = SimulatedBalancer.client(aws, CodeBuildClient.builder())) {
            buckets.createBucket(bucket -> bucket.bucket("exchange"));
            String role = iam.createRole(make -> make.roleName("builder").assumeRolePolicyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"Service": "codebuild.amazonaws.com"}}]}"""))
                    .role()
                    .arn();
            builds.createProject(project -> project.name("shop")
                    .source(source -> source.type("CODEPIPELINE"))
                    .artifacts(artifacts -> artifacts.type("CODEPIPELINE"))
                    .environment(environment -> environment
                            .type("LINUX_CONTAINER")
                            .image("aws/codebuild/standard:7.0")
                            .computeType("BUILD_GENERAL1_SMALL"))
                    .serviceRole(role));
        }
        return new String[] {
            "run", "pipeline.yml", "--logs", "--simulator", aws.endpoint().toString()
        };
    }
}
