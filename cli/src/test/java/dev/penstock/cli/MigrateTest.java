package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.convert.UnifiedDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateTest {

    /** As the corpus has them: without an end of the last line, and with the version as text. */
    private static final String DOCKERRUN = """
            {
              "AWSEBDockerrunVersion": "2",
              AUTHENTICATION"containerDefinitions": [
                {
                  "name": "web", "image": "shop/web@sha256:DIGEST", "memory": 128,
                  "mountPoints": [{"sourceVolume": "awseb-logs-web", "containerPath": "/var/log/web"}]
                }
              ]
            }""".replace("DIGEST", "a".repeat(64));

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void bundle() throws IOException {
        console = new Console(folder);
        dockerrun("");
        Files.createDirectory(folder.resolve(".elasticbeanstalk"));
        Files.writeString(
                folder.resolve(".elasticbeanstalk/config.yml"),
                "global:\r\n  default_platform: Multi-container Docker 20.10.7-ce (Generic)");
    }

    @Test
    void aPipelineOffCodeDeployIsOneThatCanBeRun() throws IOException {
        Files.writeString(folder.resolve("pipeline.yml"), """
                pipeline:
                  name: shop
                  roleArn: arn:aws:iam::111122223333:role/pipeline
                  artifactStore: {type: S3, location: artifacts}
                  stages:
                    - name: Source
                      actions:
                        - name: Files
                          actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                          configuration: {S3Bucket: sources, S3ObjectKey: files.zip}
                          outputArtifacts: [{name: Files}]
                    - name: Deploy
                      actions:
                        - name: Web
                          actionTypeId: {category: Deploy, owner: AWS, provider: CodeDeployToECS, version: "1"}
                          configuration:
                            ApplicationName: shop
                            DeploymentGroupName: web
                            TaskDefinitionTemplateArtifact: Files
                            AppSpecTemplateArtifact: Files
                            Image1ArtifactName: Files
                            Image1ContainerName: IMAGE1_NAME
                          inputArtifacts: [{name: Files}]
                """);
        assertThat(console.run("migrate", "--to", "ecs-deployments")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("--cluster NAME --service NAME");

        String[] line = {"migrate", "--to", "ecs-deployments", "--cluster", "shop", "--service", "web", "--write"};
        assertThat(console.run(line)).as(console.err()).isZero();

        assertThat(console.err()).contains("PEN-MIGRATE-002", "'taskdef.json' is not read any more");
        assertThat(console.run("validate", "pipeline.yml"))
                .as(console.err() + console.out())
                .isZero();
        assertThat(Files.readString(folder.resolve("penstock.yml"))).contains("strategy: blueGreen");
        assertThat(console.run(line)).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("No action of the pipeline deploys by CodeDeploy");
    }

    @Test
    void aPlatformThatThereIsNotIsRefused() {
        assertThat(console.run("migrate", "--to", "lambda")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("It is ecs, compose or ecs-deployments.");
    }

    @ParameterizedTest
    @CsvSource({"ecs, Dockerrun.aws.json", "compose, docker-compose.yml"})
    void writesWhatItShowsAndFindsNothingToDoAfterwards(String target, String file) throws IOException {
        Map<String, String> before = texts();
        assertThat(console.run("migrate", "--to", target)).isZero();
        String shown = console.out();
        assertThat(texts()).isEqualTo(before);

        assertThat(console.run("migrate", "--to", target, "--write")).isZero();

        Map<String, String> after = texts();
        assertThat(console.out()).isEqualTo(shown);
        assertThat(after).isNotEqualTo(before);
        assertThat(shown.split("(?m)^(?=--- )")).containsExactlyInAnyOrder(differences(before, after));
        assertThat(console.run("lint", "--strict", file)).as(console.out()).isZero();
        assertThat(console.run("migrate", "--to", target, "--write")).isZero();
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).startsWith("Nothing needs to change here");
        assertThat(texts()).isEqualTo(after);
    }

    @Test
    void theCredentialsOfARegistryStayAndAreNotMigratedAgain() throws IOException {
        dockerrun("\"authentication\": {\"bucket\": \"b\", \"key\": \"k\"}, ");
        assertThat(console.run("migrate", "--to", "compose", "--write")).isZero();
        Map<String, String> after = texts();
        assertThat(after.get("Dockerrun.aws.json")).contains("\"AWSEBDockerrunVersion\": \"3\"");
        assertThat(console.run("migrate", "--to", "compose", "--write")).isZero();
        assertThat(console.err()).startsWith("Nothing needs to change here");
        assertThat(texts()).isEqualTo(after);
    }

    @Test
    void goesOnAfterOneThatWasCutShort() throws IOException {
        String before = Files.readString(folder.resolve("Dockerrun.aws.json"));
        assertThat(console.run("migrate", "--to", "compose", "--write")).isZero();
        Map<String, String> after = texts();
        Files.writeString(folder.resolve("Dockerrun.aws.json"), before);
        assertThat(console.run("migrate", "--to", "compose", "--write")).isZero();
        assertThat(texts()).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "compose.yaml"})
    void aRefusalChangesNothing(String name) throws IOException {
        Files.writeString(folder.resolve(name), "services: {}\n");
        Map<String, String> before = texts();
        assertThat(console.run("migrate", "--to", "compose", "--write")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("There is a " + name + " already");
        assertThat(console.out()).isEmpty();
        assertThat(texts()).isEqualTo(before);
    }

    private void dockerrun(String authentication) throws IOException {
        Files.writeString(folder.resolve("Dockerrun.aws.json"), DOCKERRUN.replace("AUTHENTICATION", authentication));
    }

    private static String[] differences(Map<String, String> before, Map<String, String> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .map(path -> UnifiedDiff.of(path, before.getOrDefault(path, ""), after.getOrDefault(path, "")))
                .filter(difference -> !difference.isEmpty())
                .toArray(String[]::new);
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
