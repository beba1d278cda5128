package dev.penstock.simulator.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Image;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Mount;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.PortMapping;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerrunTest {

    private static final String IMAGE = "\"Image\": {\"Name\": \"nginx:1.27\"}";
    private static final String PORTS = "\"Ports\": [{\"ContainerPort\": \"8080\"}]";

    @Test
    void requestsGoToTheFirstPortAndPropertiesBecomeVariables() throws Exception {
        Application.Containers application = single("""
                {"AWSEBDockerrunVersion": "1",
                 "Authentication": {"Bucket": "keys", "Key": "mydockercfg"},
                 "Image": {"Name": "quay.io/johndoe/private-image", "Update": "false"},
                 "Ports": [{"ContainerPort": "1234"}, {"ContainerPort": 99, "HostPort": 8000}],
                 "Volumes": [{"HostDirectory": "/var/app/mydb", "ContainerDirectory": "/etc/mysql"}],
                 "Logging": "/var/log/nginx", "Entrypoint": "/app/bin/myapp", "Command": "--argument 'of two'"}
                """, Map.of("STAGE", "test"));

        PlannedContainer container = application.containers().getFirst();
        assertThat(container.image()).isEqualTo(new Image.Pull("quay.io/johndoe/private-image", false));
        assertThat(container.ports())
                .containsExactly(
                        new PortMapping(80, 1234, false),
                        new PortMapping(1234, 1234, false),
                        new PortMapping(8000, 99, false));
        assertThat(container.mounts())
                .containsExactly(new Mount(new Mount.Source.OfInstance("/var/app/mydb"), "/etc/mysql", false));
        assertThat(container.entryPoint()).containsExactly("/app/bin/myapp");
        assertThat(container.command()).containsExactly("--argument", "of two");
        assertThat(container.environment()).isEqualTo(Map.of("STAGE", "test"));
        assertThat(container.settings().logFolder()).contains("/var/log/nginx");
        assertThat(application.authentication()).contains(new Authentication("keys", "mydockercfg"));
    }

    @Test
    void theVersionIsTakenAsTextAndAsNumber() throws Exception {
        for (String version : List.of("1", "\"1\"")) {
            assertThat(single(file(version, IMAGE, PORTS), Map.of()).port()).isEqualTo(80);
        }
        for (String version : List.of("2", "\"2\"", "\"one\"", "1.5")) {
            assertThat(refusal(file(version, IMAGE, PORTS)))
                    .hasMessage(
                            "Instance deployment: 'Dockerrun.aws.json' in your source bundle specifies an unsupported"
                                    + " version. Elastic Beanstalk only supports version 1 for non compose app and version 3"
                                    + " for compose app. The deployment failed.");
        }
    }

    @Test
    void whatIsNoJsonIsRefusedAndKeysOfAnotherCaseAreNotKnown() throws Exception {
        assertThat(refusal("{\"AWSEBDockerrunVersion\": \"1\", // mine\n" + IMAGE + "}"))
                .hasMessage("Failed to parse Dockerrun.aws.json file, abort deployment");
        assertThat(refusal(file("\"1\"", IMAGE, PORTS + ","))).hasMessageContaining("Failed to parse");
        assertThat(single(
                                file("\"1\"", IMAGE, PORTS, "\"authentication\": {\"bucket\": \"b\", \"key\": \"k\"}"),
                                Map.of())
                        .authentication())
                .isEmpty();
    }

    @Test
    void anImageNeedsAPortAndWithoutOneThereMustBeADockerfile() throws Exception {
        assertThat(refusal(file("\"1\"", IMAGE)))
                .hasMessage("No EXPOSE directive found in Dockerfile, abort deployment");
        assertThat(refusal(file("\"1\"", PORTS)))
                .hasMessage("No Docker image specified in either Dockerfile or Dockerrun.aws.json. Abort deployment.");
        assertThat(refusal(file("\"1\"", "\"Image\": {\"Name\": \"web:<TAG>\"}", PORTS)))
                .hasMessage("Instance deployment failed to download the Docker image. The deployment failed.");
        assertThat(catchThrowableOfType(
                        BundleRefused.class,
                        () -> Applications.of(PlatformFamily.DOCKER, Zip.bundle("web/Dockerfile", "FROM x"), Map.of())))
                .hasMessage("Instance deployment: Both 'Dockerfile' and 'Dockerrun.aws.json' are missing in your source"
                        + " bundle. Include at least one of them. The deployment failed.");
    }

    @Test
    void aDockerfileTakesThePlaceOfTheImage() throws Exception {
        SourceBundle bundle = Zip.bundle(
                "Dockerfile",
                "FROM nginx\n# EXPOSE 1\nexpose 3000/tcp 4000\n",
                "Dockerrun.aws.json",
                file("\"1\"", IMAGE, PORTS));

        PlannedContainer container = ((Application.Containers) Applications.of(PlatformFamily.DOCKER, bundle, Map.of()))
                .containers()
                .getFirst();

        assertThat(container.image()).isInstanceOf(Image.Build.class);
        assertThat(container.ports()).contains(new PortMapping(80, 3000, false));
    }

    @Test
    void aVolumeWithoutItsFolderCannotBeMounted() {
        BundleRefused refusal =
                refusal(file("\"1\"", IMAGE, PORTS, "\"Volumes\": [{\"ContainerDirectory\": \"/etc/mysql\"}]"));

        assertThat(refusal.step()).isEqualTo("Run Docker Container");
        assertThat(refusal.error()).contains("invalid spec: :/etc/mysql: empty section between colons");
    }

    @Test
    void theEcsPlatformTakesVersionTwoWithMemoryLinksAndVolumes() throws Exception {
        Application.Containers application = ecs("""
                {"AWSEBDockerrunVersion": 2,
                 "volumes": [{"name": "conf", "host": {"sourcePath": "/var/app/current/proxy/conf.d"}},
                             {"name": "data"}],
                 "authentication": {"bucket": "keys", "key": "cfg"},
                 "containerDefinitions": [
                  {"name": "api", "image": "me/api", "essential": false, "memory": 128, "hostname": "server",
                   "environment": [{"name": "STAGE", "value": "own"}]},
                  {"name": "proxy", "image": "nginx", "memoryReservation": 64, "links": ["api:backend"],
                   "portMappings": [{"hostPort": 80, "containerPort": 8080}],
                   "mountPoints": [
                     {"sourceVolume": "conf", "containerPath": "/etc/nginx/conf.d", "readOnly": true},
                     {"sourceVolume": "data", "containerPath": "/data"},
                     {"sourceVolume": "awseb-logs-proxy", "containerPath": "/var/log/nginx"}]}]}
                """);

        PlannedContainer api = application.containers().getFirst();
        assertThat(api.essential()).isFalse();
        assertThat(api.network().aliases()).containsExactlyInAnyOrder("backend", "server");
        assertThat(api.environment()).isEqualTo(Map.of("STAGE", "own", "REGION", "eu"));
        assertThat(api.settings().memoryBytes()).hasValue(128L * 1024 * 1024);
        PlannedContainer proxy = application.containers().getLast();
        assertThat(proxy.essential()).isTrue();
        assertThat(proxy.ports()).containsExactly(new PortMapping(80, 8080, false));
        assertThat(proxy.mounts())
                .containsExactly(
                        new Mount(new Mount.Source.OfBundle("proxy/conf.d"), "/etc/nginx/conf.d", true),
                        new Mount(new Mount.Source.Named("data"), "/data", false),
                        new Mount(new Mount.Source.OfInstance("/var/log/containers/proxy"), "/var/log/nginx", false));
        assertThat(application.authentication()).contains(new Authentication("keys", "cfg"));
    }

    @Test
    void theServiceRefusesWhatEcsWouldNotTake() {
        assertThat(ecsRefusal("{\"AWSEBDockerrunversion\": 2}"))
                .hasMessage("ECS Application sourcebundle validation error: AWSEBDockerrunVersion is missing.");
        assertThat(ecsRefusal("{\"AWSEBDockerrunVersion\": \"1\"}"))
                .hasMessage("ECS Application sourcebundle validation error: Unsupported AWSEBDockerrunVersion: 1");
        assertThat(ecsRefusal("{\"AWSEBDockerrunVersion\": 2, \"containerDefinitions\": [{\"name\": \"a\", \"image\":"
                        + " \"nginx\"}]}"))
                .hasMessage(
                        "Service:AmazonECS, Code:ClientException, Message:Invalid setting for container 'a'. At least"
                                + " one of 'memory' or 'memoryReservation' must be specified.,"
                                + " Class:com.amazonaws.services.ecs.model.ClientException");
        assertThat(ecsRefusal("{\"AWSEBDockerrunVersion\": 2, \"containerDefinitions\": [{\"name\": \"a\", \"image\":"
                        + " \"nginx\", \"memory\": 4, \"mountPoints\": [{\"sourceVolume\": \"v\"}]}]}"))
                .hasMessageContaining("Unknown volume 'v'.");
        assertThat(ecsRefusal("{\"AWSEBDockerrunVersion\": 2,}").by()).isEqualTo(BundleRefused.By.SERVICE);
    }

    private static String file(String version, String... members) {
        return "{\"AWSEBDockerrunVersion\": " + version + ", " + String.join(", ", members) + "}";
    }

    private static Application.Containers single(String file, Map<String, String> environment) throws BundleRefused {
        return (Application.Containers) Applications.of(
                PlatformFamily.of("64bit Amazon Linux 2023 v4.3.0 running Docker"),
                Zip.bundle("Dockerrun.aws.json", file),
                environment);
    }

    private static Application.Containers ecs(String file) throws BundleRefused {
        return (Application.Containers) Applications.of(
                PlatformFamily.of("64bit Amazon Linux 2023 v4.0.0 running ECS"),
                Zip.bundle("Dockerrun.aws.json", file),
                Map.of("STAGE", "test", "REGION", "eu"));
    }

    private static BundleRefused refusal(String file) {
        return catchThrowableOfType(BundleRefused.class, () -> single(file, Map.of()));
    }

    private static BundleRefused ecsRefusal(String file) {
        return catchThrowableOfType(
                BundleRefused.class,
                () -> Applications.validated(PlatformFamily.ECS, Zip.bundle("Dockerrun.aws.json", file), "v1"));
    }
}
