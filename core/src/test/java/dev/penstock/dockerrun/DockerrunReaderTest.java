package dev.penstock.dockerrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.dockerrun.Dockerrun.RegistryAuthentication;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DockerrunReaderTest {

    @Test
    void readsAllThatVersionOneCanSay() {
        Dockerrun read = accepted("""
                {
                  "AWSEBDockerrunVersion": "1",
                  "Authentication": {"Bucket": "secrets", "Key": "config.json"},
                  "Image": {"Name": "janedoe/image", "Update": "false"},
                  "Ports": [{"ContainerPort": "1234", "HostPort": 80}, {"ContainerPort": 99}],
                  "Volumes": [{"HostDirectory": "/var/app/mydb", "ContainerDirectory": "/etc/mysql"}],
                  "Logging": "/var/log/nginx",
                  "Entrypoint": "/app/bin/myapp",
                  "Command": "--argument"
                }
                """);
        assertThat(read)
                .isEqualTo(new Dockerrun.SingleContainer(
                        Optional.of(new Dockerrun.Image("janedoe/image", Optional.of(false))),
                        List.of(
                                new Dockerrun.Port(1234, OptionalInt.of(80)),
                                new Dockerrun.Port(99, OptionalInt.empty())),
                        List.of(new Dockerrun.Volume(Optional.of("/var/app/mydb"), "/etc/mysql")),
                        Optional.of("/var/log/nginx"),
                        Optional.of("/app/bin/myapp"),
                        Optional.of("--argument"),
                        Optional.of(new RegistryAuthentication("secrets", "config.json"))));
    }

    @Test
    void readsContainersAsEcsDeclaresThem() {
        Dockerrun read = accepted("""
                {
                  "AWSEBDockerrunVersion": 2,
                  "authentication": {"bucket": "secrets", "key": "config.json"},
                  "volumes": [{"name": "app", "host": {"sourcePath": "/var/app/current/app"}}],
                  "containerDefinitions": [
                    {"name": "app", "image": "php:fpm", "memory": 128, "essential": true,
                     "environment": [{"name": "Container", "value": "PHP"}],
                     "mountPoints": [{"sourceVolume": "app", "containerPath": "/var/www", "readOnly": true},
                                     {"sourceVolume": "awseb-logs-app", "containerPath": "/var/log"}]},
                    {"name": "proxy", "image": "nginx", "memoryReservation": 64, "links": ["app"],
                     "portMappings": [{"hostPort": 80, "containerPort": 80}], "ulimits": []}
                  ]
                }
                """);
        assertThat(read).isInstanceOfSatisfying(Dockerrun.MultiContainer.class, several -> {
            assertThat(several.containers()).extracting("name").containsExactly("app", "proxy");
            assertThat(several.containers().getFirst().environment()).containsEntry("Container", "PHP");
            assertThat(several.containers().getFirst().mountPoints()).hasSize(2);
            assertThat(several.containers().getLast().resources().memoryReservation())
                    .hasValue(64);
            assertThat(several.containers().getLast().others()).containsEntry("ulimits", "[]");
            assertThat(several.volumes().getFirst().sourcePath()).contains("/var/app/current/app");
        });
    }

    @Test
    void readsTheCredentialsBesideAComposeFile() {
        assertThat(accepted("""
                {"AWSEBDockerrunVersion": "3", "Authentication": {"bucket": "b", "key": "k"}}"""))
                .isEqualTo(new Dockerrun.ComposeCredentials(Optional.of(new RegistryAuthentication("b", "k"))));
    }

    @Test
    void takesAVersionOfTheOtherTypeAndSaysSo() {
        assertThat(problems("{\"AWSEBDockerrunVersion\": 1}")).containsExactly("PEN-DOCKERRUN-006 1:27");
        assertThat(problems("""
                {"AWSEBDockerrunVersion": "2", "containerDefinitions": [{"name": "a", "image": "b"}]}""")).containsExactly("PEN-DOCKERRUN-006 1:27");
    }

    @Test
    void takesUpdateAsTextOrBooleanAndNothingElse() {
        String file = "{\"AWSEBDockerrunVersion\": \"1\", \"Image\": {\"Name\": \"a\", \"Update\": %s}, "
                + "\"Ports\": [{\"ContainerPort\": \"80\"}]}";
        assertThat(problems(file.formatted("\"true\""))).isEmpty();
        assertThat(problems(file.formatted("true"))).isEmpty();
        assertThat(problems(file.formatted("\"always\""))).containsExactly("PEN-DOCKERRUN-009 1:65");
    }

    @Test
    void findsFieldsInAnotherVersionsCase() {
        assertThat(problems("""
                {"AWSEBDockerrunVersion": "1", "Authentication": {"bucket": "b", "key": "k"}}""")).contains("PEN-DOCKERRUN-007 1:51", "PEN-DOCKERRUN-007 1:66");
        assertThat(problems("""
                {"AWSEBDockerrunVersion": "3", "authentication": {"bucket": "b", "key": "k"}}""")).containsExactly("PEN-DOCKERRUN-007 1:32");
        assertThat(problems("""
                {"AWSEBDockerrunVersion": 2, "ContainerDefinitions": []}""")).containsExactly("PEN-DOCKERRUN-007 1:30");
    }

    @Test
    void findsCommentsAndTrailingCommas() {
        assertThat(problems("{\n  // one\n  \"AWSEBDockerrunVersion\": \"1\",\n}"))
                .containsExactly("PEN-JSON-004 2:3", "PEN-JSON-005 3:31");
    }

    @Test
    void findsPortsThatAreNone() {
        String file = "{\"AWSEBDockerrunVersion\": \"1\", \"Ports\": [{\"ContainerPort\": %s}]}";
        assertThat(problems(file.formatted("8080"))).isEmpty();
        assertThat(problems(file.formatted("\"80:8080\""))).containsExactly("PEN-DOCKERRUN-008 1:60");
        assertThat(problems(file.formatted("70000"))).containsExactly("PEN-DOCKERRUN-008 1:60");
    }

    @Test
    void findsVolumesLinksAndNamesThatDoNotFit() {
        assertThat(problems("""
                {"AWSEBDockerrunVersion": 2, "containerDefinitions": [
                  {"name": "a", "image": "i", "mountPoints": [{"sourceVolume": "data", "containerPath": "/d"}]},
                  {"name": "a", "image": "i", "links": ["b:c"]}
                ]}"""))
                .containsExactly("PEN-DOCKERRUN-010 2:64", "PEN-DOCKERRUN-010 3:12", "PEN-DOCKERRUN-010 3:41");
    }

    @Test
    void saysThatContainersBelongToVersionTwo() {
        assertThat(problems("""
                {"AWSEBDockerrunVersion": "1", "containerDefinitions": []}""")).containsExactly("PEN-DOCKERRUN-005 1:32");
        assertThat(problems("{\"AWSEBDockerrunVersion\": \"4\"}")).containsExactly("PEN-DOCKERRUN-005 1:27");
        assertThat(problems("[1]")).containsExactly("PEN-DOCKERRUN-001 1:1");
        assertThat(problems("{}")).containsExactly("PEN-DOCKERRUN-002 1:1");
    }

    private static Dockerrun accepted(String text) {
        DockerrunReading reading = DockerrunReader.read(SourceText.of(Dockerrun.FILE_NAME, text));
        assertThat(reading.problems()).isEmpty();
        return ((DockerrunReading.Accepted) reading).dockerrun();
    }

    private static List<String> problems(String text) {
        return DockerrunReader.read(SourceText.of(Dockerrun.FILE_NAME, text)).problems().stream()
                .map(DockerrunReaderTest::shown)
                .toList();
    }

    private static String shown(Problem problem) {
        return problem.id() + " " + problem.span().line() + ":" + problem.span().column();
    }
}
