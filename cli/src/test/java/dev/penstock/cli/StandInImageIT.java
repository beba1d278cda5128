package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that deploys an image which it has not made can be rehearsed. */
class StandInImageIT {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void project() throws IOException {
        console = new Console(folder);
        Files.createDirectory(folder.resolve("source"));
        Files.writeString(
                folder.resolve("source/imagedefinitions.json"),
                "[{\"name\": \"web\", \"imageUri\": \"123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:stable\"}]");
    }

    private void pipeline(String source) throws IOException {
        Files.writeString(
                folder.resolve("pipeline.yml"), """
            pipeline:
              name: shop
              stages:
                - name: Source
                  actions:
                    - name: Source
            %s
                      outputArtifacts: [{name: Definitions}]
                - name: Deploy
                  actions:
                    - name: Deploy
                      actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: "1"}
                      configuration: {ClusterName: live, ServiceName: web}
                      inputArtifacts: [{name: Definitions}]
            """.formatted(source.indent(10).stripTrailing()));
    }

    @Test
    void anImageThatTheSettingsNameIsThere() throws IOException {
        pipeline("""
            actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
            configuration: {RepositoryName: shop, BranchName: main}""");
        Files.writeString(folder.resolve("penstock.yml"), """
            sources: {Source: {directory: source}}
            simulate: {images: ["shop:stable"]}
            """);
        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out() + console.err())
                .isZero();
        assertThat(console.out()).contains("Made an image shop:stable of nothing", "shop@sha256:");
        assertThat(console.run("run", "pipeline.yml", "--simulate")).isZero();
        assertThat(console.out()).as("it is there already").doesNotContain("Made an image");
    }

    @Test
    void theImageOfASourceIsThereWithoutBeingNamed() throws IOException {
        pipeline("""
            actionTypeId: {category: Source, owner: AWS, provider: ECR, version: "1"}
            configuration: {RepositoryName: shop, ImageTag: stable}""");
        console.run("run", "pipeline.yml", "--simulate");
        assertThat(console.out()).contains("Made an image shop:stable of nothing", "✓ Source/Source succeeded");
    }

    @Test
    void aNameThatIsNoneIsRefused() throws IOException {
        pipeline("""
            actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
            configuration: {RepositoryName: shop, BranchName: main}""");
        Files.writeString(folder.resolve("penstock.yml"), """
            sources: {Source: {directory: source}}
            simulate: {images: ["docker.io/Shop"]}
            """);
        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("'docker.io/Shop' is no image", "shop:latest");
    }
}
