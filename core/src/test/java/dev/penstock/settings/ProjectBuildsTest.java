package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.library.PipelineFile;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.pipeline.UnresolvedValue;
import dev.penstock.registry.RegisteredPipeline;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A build does what the project says that its template declares. */
final class ProjectBuildsTest {

    private static final String TEMPLATE = """
            Parameters:
              Repository: {Type: String}
            Resources:
              Project:
                Type: AWS::CodeBuild::Project
                Properties:
                  Source:
                    Type: CODEPIPELINE
                    BuildSpec: |
                      version: 0.2
                      phases: {build: {commands: ["echo $STAGE"]}}
                  Environment:
                    EnvironmentVariables:
                      - {Name: STAGE, Value: live}
                      - {Name: REPOSITORY, Value: !Ref Repository}
                      - {Name: TOKEN, Value: /shop/token, Type: PARAMETER_STORE}
              Other:
                Type: AWS::CodeBuild::Project
                Properties: {Name: other, Source: {BuildSpec: other.yml}}
              Pipeline:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: shop
                  RoleArn: arn:aws:iam::123456789012:role/r
                  ArtifactStore: {Type: S3, Location: bucket}
                  Stages:
                    - Name: Source
                      Actions:
                        - Name: Source
                          ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1'}
                          Configuration: {RepositoryName: shop, BranchName: main}
                          OutputArtifacts: [{Name: Code}]
                    - Name: Build
                      Actions:
                        - Name: Build
                          ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}
                          Configuration: {ProjectName: !Ref Project%s}
                          InputArtifacts: [{Name: Code}]
            """;

    private static PipelineReading.Accepted completed(String configuration, String settings) {
        var read = (PipelineReading.Accepted)
                PipelineReader.read(SourceText.of("t.yml", TEMPLATE.formatted(configuration)), ReadOptions.none());
        var accepted = (SettingsReading.Accepted)
                SettingsReader.read(SourceText.of("penstock.yml", settings), Path.of("/project"));
        return ProjectBuilds.complete(read, accepted.settings());
    }

    private static Map<String, String> configuration(PipelineReading.Accepted reading) {
        return reading.definition()
                .pipeline()
                .stages()
                .get(1)
                .actions()
                .getFirst()
                .configuration();
    }

    @Test
    void buildspecAndVariablesAreTheProjects() {
        PipelineReading.Accepted reading = completed("", "{}");
        assertThat(configuration(reading).get("BuildspecOverride")).startsWith("version: 0.2\nphases:");
        assertThat(configuration(reading).get("EnvironmentVariables"))
                .contains(
                        "{\"name\":\"STAGE\",\"value\":\"live\",\"type\":\"PLAINTEXT\"}",
                        "{\"name\":\"TOKEN\",\"value\":\"/shop/token\",\"type\":\"PARAMETER_STORE\"}");
        assertThat(reading.unresolvedBelow("/stages/1/actions/0"))
                .as("what the build needs and nobody knows")
                .extracting(UnresolvedValue::path)
                .contains("/stages/1/actions/0/configuration/EnvironmentVariables/REPOSITORY");
    }

    @Test
    void whatTheActionSaysComesFirst() {
        PipelineReading.Accepted reading = completed(
                ", BuildspecOverride: mine.yml, EnvironmentVariables: '[{\"name\": \"STAGE\", \"value\": \"test\"},"
                        + "{\"name\": \"REPOSITORY\", \"value\": \"#{codepipeline.PipelineExecutionId}\"}]'",
                "{}");
        assertThat(configuration(reading)).containsEntry("BuildspecOverride", "mine.yml");
        assertThat(configuration(reading).get("EnvironmentVariables"))
                .contains("TOKEN", "\"value\": \"test\"", "#{codepipeline.PipelineExecutionId}")
                .doesNotContain("live");
        assertThat(reading.unresolvedBelow("/stages/1/actions/0/configuration/EnvironmentVariables"))
                .isEmpty();
    }

    @Test
    void whatTheSettingsSayStandsForTheProject() {
        PipelineReading.Accepted reading =
                completed("", "builds: {Build: {buildspec: ours.yml, environment: {REPOSITORY: shop, STAGE: dev}}}");
        assertThat(configuration(reading)).doesNotContainKey("BuildspecOverride");
        assertThat(configuration(reading).get("EnvironmentVariables"))
                .contains("TOKEN")
                .doesNotContain("STAGE");
        assertThat(reading.unresolvedBelow("/stages/1/actions/0/configuration/EnvironmentVariables"))
                .isEmpty();
    }

    @Test
    void aBuildInCodeBuildHasTheProjectItself() {
        PipelineReading.Accepted reading = completed("", "builds: {Build: {\"on\": codebuild}}");
        assertThat(configuration(reading)).containsOnlyKeys("ProjectName");
    }

    @Test
    void aRegisteredPipelineIsLeftAsItIsForItsBuildsRunInCodeBuild() {
        PipelineFile file = PipelineFile.of(
                new RegisteredPipeline("shop", TEMPLATE.formatted(""), Optional.empty()), Path.of("/project"));
        assertThat(file.pipeline().stages().get(1).actions().getFirst().configuration())
                .containsOnlyKeys("ProjectName");
        assertThat(file.unresolved())
                .extracting(UnresolvedValue::path)
                .noneMatch(path -> path.contains("EnvironmentVariables"));
    }
}
