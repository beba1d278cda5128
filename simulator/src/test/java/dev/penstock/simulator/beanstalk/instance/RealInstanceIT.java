package dev.penstock.simulator.beanstalk.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.beanstalk.instance.InstanceCommand.Kind;
import dev.penstock.simulator.containers.Docker;
import dev.penstock.simulator.containers.DockerContainers;
import dev.penstock.simulator.network.Backend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances in containers of a Docker engine. */
@Tag("container")
class RealInstanceIT {

    private static final String NGINX = "nginx:1.27-alpine";

    @TempDir
    private Path directory;

    private DockerContainers engine;
    private InstanceWorld world;

    @BeforeEach
    void start() throws IOException {
        Docker.required();
        engine = DockerContainers.connect();
        world = new InstanceWorld(Optional.of(engine));
    }

    @AfterEach
    void close() throws IOException {
        if (world != null) {
            world.close();
            engine.close();
            String label = "label=" + engine.label();
            Docker docker = new Docker(directory);
            assertThat(docker.run("", "ps", "--all", "--quiet", "--filter", label))
                    .isBlank();
            assertThat(docker.run("", "network", "ls", "--quiet", "--filter", label))
                    .isBlank();
            assertThat(docker.run("", "volume", "ls", "--quiet", "--filter", label))
                    .isBlank();
        }
    }

    @Test
    void aDockerfileOfTheBundleIsBuiltAndItsPageServedUntilTheNextVersionRuns() throws Exception {
        deploy(Kind.LAUNCH, dockerfile("v1", "version one"), InstanceWorld.DOCKER);
        assertThat(get("/")).isEqualTo("version one\n");

        deploy(Kind.DEPLOY, dockerfile("v2", "version two"), InstanceWorld.DOCKER);
        assertThat(get("/")).isEqualTo("version two\n");

        Bundle broken = world.bundle("v3", "Dockerfile", "FROM " + NGINX + "\nRUN false\nEXPOSE 80\n");
        deploy(Kind.DEPLOY, broken, InstanceWorld.DOCKER);
        assertThat(get("/")).isEqualTo("version two\n");
        assertThat(world.news)
                .containsExactly(
                        "i-1 succeeded",
                        "i-1 succeeded",
                        "i-1 ERROR Instance deployment failed to build the Docker image. The deployment failed.",
                        "i-1 failed at Docker Specific Build Application");
        world.await(() -> world.log("i-1", "/var/log/eb-docker/containers/eb-current-app/eb-stdouterr.log")
                .contains("\"GET / HTTP/1.1\" 200"));
    }

    @Test
    void containersOfATaskReachEachOtherByTheirLinksAndReadTheBundlesFiles() throws Exception {
        String file = """
                {"AWSEBDockerrunVersion": 2,
                 "volumes": [{"name": "page", "host": {"sourcePath": "/var/app/current/page"}},
                             {"name": "conf", "host": {"sourcePath": "/var/app/current/proxy.conf"}}],
                 "containerDefinitions": [
                  {"name": "proxy", "image": "%1$s", "memory": 64, "links": ["api:backend"],
                   "portMappings": [{"hostPort": 80, "containerPort": 80}],
                   "mountPoints": [{"sourceVolume": "conf", "containerPath": "/etc/nginx/conf.d/default.conf"}]},
                  {"name": "api", "image": "%1$s", "memory": 64,
                   "mountPoints": [{"sourceVolume": "page", "containerPath": "/usr/share/nginx/html",
                                    "readOnly": true}]}]}
                """.formatted(NGINX);
        Bundle bundle = world.bundle(
                "v1",
                "Dockerrun.aws.json",
                file,
                "page/index.html",
                "from the bundle\n",
                "proxy.conf",
                "server { listen 80; location / { proxy_pass http://backend:80; } }\n");
        deploy(Kind.LAUNCH, bundle, InstanceWorld.ECS);

        assertThat(world.news).containsExactly("i-1 succeeded");
        assertThat(get("/")).isEqualTo("from the bundle\n");
    }

    @Test
    void servicesOfAComposeProjectStartInOrderAndKnowTheProperties() throws Exception {
        Bundle bundle = world.bundle(
                "v1",
                "docker-compose.yml",
                """
                services:
                  web:
                    build: {context: web, args: {BASE: "nginx:1.27-alpine"}}
                    ports: ["80:80"]
                    depends_on: {api: {condition: service_healthy}}
                  api:
                    image: nginx:1.27-alpine
                    command: ["sh", "-c", "echo stage $$STAGE > /usr/share/nginx/html/index.html; nginx -g 'daemon off;'"]
                    env_file: .env
                    healthcheck: {test: "wget -qO- localhost"}
                """,
                "web/Dockerfile",
                "ARG BASE\nFROM $BASE\nCOPY site.conf /etc/nginx/conf.d/default.conf\n",
                "web/site.conf",
                "server { listen 80; location / { proxy_pass http://api:80; } }\n");
        world.deploy("i-1", Kind.LAUNCH, bundle, InstanceWorld.DOCKER, Map.of("STAGE", "test"));

        assertThat(world.news).containsExactly("i-1 succeeded");
        assertThat(get("/")).isEqualTo("stage test\n");
    }

    @Test
    void aContainerThatEndsAtOnceLeavesItsLastWords() {
        Bundle bundle = world.bundle(
                "v1",
                "Dockerfile",
                "FROM " + NGINX + "\nEXPOSE 80\nENTRYPOINT [\"sh\", \"-c\", \"echo no database; exit 3\"]\n");
        deploy(Kind.LAUNCH, bundle, InstanceWorld.DOCKER);

        assertThat(world.news)
                .containsExactly(
                        "i-1 ERROR Instance deployment: The Docker container unexpectedly ended after it was started.",
                        "i-1 failed at Run Docker Container");
        world.await(() -> world.log("i-1", "/var/log/eb-docker/containers/eb-current-app/unexpected-quit.log")
                .equals("no database\n"));
    }

    private void deploy(Kind kind, Bundle bundle, String platform) {
        world.begin("i-1", kind, bundle, platform, Map.of());
        world.settle();
    }

    private Bundle dockerfile(String label, String page) {
        return world.bundle(
                label,
                "Dockerfile",
                "FROM " + NGINX + "\nCOPY index.html /usr/share/nginx/html/index.html\nEXPOSE 80\n",
                "index.html",
                page + "\n");
    }

    private String get(String path) throws Exception {
        InetSocketAddress address = ((Backend.Listening)
                        world.inTransaction(() -> world.instances.backend(InstanceWorld.instance("i-1"), 80))
                                .orElseThrow())
                .address();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
            String body = "";
            for (int attempt = 0; attempt < 50 && body.isEmpty(); attempt++) {
                try {
                    body = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                            .body();
                } catch (IOException e) {
                    // The container listens a moment after it was started.
                    world.await(() -> true);
                }
            }
            return body;
        }
    }
}
