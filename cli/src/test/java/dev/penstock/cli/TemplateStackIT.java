package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline in a template refers to other resources of it: their names are rehearsed, or asked of the stack. */
class TemplateStackIT {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void project() throws IOException {
        console = new Console(folder);
        write("source/readme.txt", "The buildspec is the project's.");
        write("templates/delivery.yml", """
            Parameters:
              Branch: {Type: String}
              Token: {Type: String, NoEcho: true}
            Resources:
              Project:
                Type: AWS::CodeBuild::Project
                Properties:
                  ServiceRole: arn:aws:iam::123456789012:role/build
                  Artifacts: {Type: CODEPIPELINE}
                  Source:
                    Type: CODEPIPELINE
                    BuildSpec: |
                      version: 0.2
                      phases: {build: {commands: ['echo "built for $STAGE"']}}
                  Environment:
                    Type: LINUX_CONTAINER
                    ComputeType: BUILD_GENERAL1_SMALL
                    Image: aws/codebuild/standard:7.0
                    EnvironmentVariables: [{Name: STAGE, Value: !Ref Branch}]
              Delivery:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: !Sub "${AWS::StackName}-${Branch}"
                  RoleArn: arn:aws:iam::123456789012:role/pipeline
                  ArtifactStore: {Type: S3, Location: !Sub "artifacts-${AWS::AccountId}"}
                  Stages:
                    - Name: Source
                      Actions:
                        - Name: App
                          ActionTypeId: {Category: Source, Owner: ThirdParty, Provider: GitHub, Version: "1"}
                          Configuration: {Owner: shop, Repo: shop, Branch: !Ref Branch, OAuthToken: !Ref Token}
                          OutputArtifacts: [{Name: Code}]
                    - Name: Build
                      Actions:
                        - Name: Build
                          ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: "1"}
                          Configuration: {ProjectName: !Ref Project}
                          InputArtifacts: [{Name: Code}]
            """);
        write("home.yml", """
            pipeline:
              name: home
              stages:
                - name: Source
                  actions:
                    - name: Templates
                      actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                      configuration: {S3Bucket: sources, S3ObjectKey: templates.zip}
                      outputArtifacts: [{name: Templates}]
                - name: Deploy
                  actions:
                    - name: Delivery
                      actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                      configuration:
                        ActionMode: CREATE_UPDATE
                        StackName: delivery
                        TemplatePath: "Templates::delivery.yml"
                        ParameterOverrides: '{"Branch": "main", "Token": "hidden"}'
                      inputArtifacts: [{name: Templates}]
            """);
        write("penstock.yml", """
            region: eu-west-1
            sources:
              Templates: {directory: templates}
              App: {directory: source}
            """);
        Files.copy(folder.resolve("templates/delivery.yml"), folder.resolve("delivery.yml"));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void withoutAStackLogicalIdsStandForNames() {
        assertThat(console.run("run", "delivery.yml", "--simulate", "--logs", "--parameter", "Branch=main"))
                .as(console.out() + console.err())
                .isZero();
        assertThat(console.out()).contains("building Project", "delivery-main", "built for main");
    }

    @Test
    void theStackSaysItsParametersAndNames() {
        assertThat(console.run("run", "home.yml", "--simulate"))
                .as(console.out())
                .isZero();
        assertThat(console.err())
                .contains("PEN-RUN-008", "parameter 'Token'")
                .doesNotContain("hidden", "parameter 'Branch'");
        assertThat(console.run("run", "delivery.yml", "--simulate", "--logs", "--stack", "delivery"))
                .as(console.out() + console.err())
                .isZero();
        assertThat(console.out())
                .containsPattern("building delivery-Project-\\w+")
                .contains("delivery-main");
    }

    @Test
    void aParameterWithoutAValueIsAskedForByItsNameAndOnce() throws IOException {
        write(
                "delivery.yml",
                Files.readString(folder.resolve("delivery.yml"))
                        .replace(
                                "{ProjectName: !Ref Project}",
                                "{ProjectName: !Ref Project, PrimarySource: !Ref Token}"));
        assertThat(console.run("run", "delivery.yml", "--simulate", "--parameter", "Branch=main"))
                .isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err())
                .contains("The parameter Token has no value.", "--parameter Token=VALUE")
                .doesNotContain("none of the action's input artifacts")
                .contains("1 error");
    }

    @Test
    void aStackThatIsNotThereIsToldBeforeAnythingStarts() {
        assertThat(console.run("run", "delivery.yml", "--simulate", "--stack", "none"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("There is no stack 'none'.");
    }
}
