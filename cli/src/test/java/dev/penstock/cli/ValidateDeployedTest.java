package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code penstock validate} looks into the files that a pipeline deploys. */
final class ValidateDeployedTest {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void project() throws IOException {
        console = new Console(folder);
        Files.createDirectory(folder.resolve("app"));
        write("penstock.yml", "sources:\n  Get:\n    directory: app\n");
        pipeline("ElasticBeanstalk", "ApplicationName: shop\n            EnvironmentName: shop-live");
    }

    @Test
    void knowsFilesThatDeclareContainersByThemselves() throws IOException {
        write("Dockerrun.aws.json", """
                {"AWSEBDockerrunVersion": "1", "Image": {"Name": "nginx:1"}, "Ports": [{"ContainerPort": 80}]}
                """);
        write("compose.yml", "services: {web: {image: nginx, ports: !override [\"80:80\"]}}");
        write("task.json", """
                {"family": "web", "containerDefinitions": [{"name": "web", "image": "<IMAGE1_NAME>", "memory": 99}]}
                """);
        assertThat(console.run("validate", "Dockerrun.aws.json", "compose.yml", "task.json"))
                .as(console.out())
                .isZero();
        assertThat(console.out())
                .contains("is a Dockerrun.aws.json.", "is a Compose file.", "task.json is a task definition.");
        write("compose.yml", "services: {web: {image: 5}}");
        assertThat(console.run("validate", "compose.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("compose.yml:1:");
    }

    @Test
    void passesOverFilesOfOtherProgramsInAFolder() throws IOException {
        Files.createDirectory(folder.resolve("config"));
        write("config/services.yaml", "services:\n  _defaults: {autowire: true}\n  App\\: {resource: ../src/}\n");
        write("config/compose.yml", "services: {web: {image: nginx}}");
        assertThat(console.run("validate", "config")).as(console.out()).isZero();
        assertThat(console.out()).contains("compose.yml is a Compose file").doesNotContain("services.yaml");
    }

    @Test
    void saysWhatAFileOfNoKnownKindCouldBe() throws IOException {
        write("package.json", "{}");
        assertThat(console.run("validate", "package.json")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("a buildspec", "a Compose file").doesNotContain("a buildspec, a buildspec");
        write(".travis.yml", "script: make");
        assertThat(console.run("validate", ".travis.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("penstock import travis .travis.yml");
        write("copilot/web/manifest.yml", "name: web\ntype: Backend Service\n");
        assertThat(console.run("validate", "copilot/web/manifest.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("penstock import copilot copilot/web/manifest.yml");
    }

    @Test
    void aConfigurationFileOfElasticBeanstalkMayHaveNothingButResources() throws IOException {
        write(".ebextensions/topic.config", "Resources:\n  Told: {Type: 'AWS::SNS::Topic'}\n");
        assertThat(console.run("validate", ".ebextensions/topic.config"))
                .as(console.out())
                .isZero();
        assertThat(console.out()).contains("a configuration file of Elastic Beanstalk");
    }

    @Test
    void showsWhatIsWrongInADockerrunWithItsLine() throws IOException {
        write("app/Dockerrun.aws.json", "{\n  \"AWSEBDockerrunVersion\": \"1\",\n}\n");
        assertThat(console.run("validate", "pipeline.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("app/Dockerrun.aws.json:2:31", "PEN-JSON-005");
    }

    @Test
    void saysOfAFileWithoutErrorsThatItWasLookedAt() throws IOException {
        write(
                "app/Dockerrun.aws.json",
                "{\"AWSEBDockerrunVersion\": \"1\", \"Image\": {\"Name\": \"__IMAGE__\"}, \"Ports\": [{\"ContainerPort\": 80}]}");
        assertThat(console.run("validate", "pipeline.yml")).isZero();
        assertThat(console.out()).contains("app/Dockerrun.aws.json is a Dockerrun.aws.json.");
    }

    @Test
    void looksIntoComposeFilesAndTaskDefinitions() throws IOException {
        write("app/docker-compose.yml", "services:\n  web: {image: a, user: 5}\n");
        assertThat(console.run("validate", "pipeline.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("app/docker-compose.yml:2:25", "PEN-COMPOSE-004");

        pipeline(
                "CodeDeployToECS",
                "ApplicationName: a\n            DeploymentGroupName: g\n"
                        + "            TaskDefinitionTemplateArtifact: Source\n            AppSpecTemplateArtifact: Source");
        write("app/taskdef.json", "{\"family\": \"f\", \"containerDefinitions\": [{\"image\": \"<IMAGE1_NAME>\"}]}");
        assertThat(console.run("validate", "pipeline.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out())
                .contains("app/taskdef.json:1:42", "PEN-TASKDEF-002")
                .doesNotContain("PEN-IMAGEDEF");
    }

    @Test
    void looksIntoAppSpecTemplates() throws IOException {
        pipeline(
                "CodeDeployToECS",
                "ApplicationName: a\n            DeploymentGroupName: g\n"
                        + "            TaskDefinitionTemplateArtifact: Source\n            AppSpecTemplateArtifact: Source");
        write("app/appspec.yaml", "version: 0.0\nResources:\n  - Web:\n    Type: AWS::ECS::Service\n");
        assertThat(console.run("validate", "pipeline.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("app/appspec.yaml:3:5", "PEN-APPSPEC-003", "each further in");
    }

    @Test
    void looksForNothingWhereTheSourceIsElsewhere() throws IOException {
        write("penstock.yml", "sources:\n  Get:\n    git: https://example.com/x.git\n");
        write("app/Dockerrun.aws.json", "no JSON");
        assertThat(console.run("validate", "pipeline.yml")).isZero();
        assertThat(console.out()).doesNotContain("Dockerrun");
    }

    private void pipeline(String provider, String configuration) throws IOException {
        write("pipeline.yml", """
                pipeline:
                  name: shop
                  roleArn: arn:aws:iam::123456789012:role/pipeline
                  artifactStore: {type: S3, location: bucket}
                  stages:
                    - name: Source
                      actions:
                        - name: Get
                          actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                          configuration: {S3Bucket: b, S3ObjectKey: k}
                          outputArtifacts: [{name: Source}]
                    - name: Deploy
                      actions:
                        - name: Deploy
                          actionTypeId: {category: Deploy, owner: AWS, provider: PROVIDER, version: "1"}
                          inputArtifacts: [{name: Source}]
                          configuration:
                            CONFIGURATION
                """.replace("PROVIDER", provider)
                .replace("CONFIGURATION", configuration.replace("\n            ", "\n            ")));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }
}
