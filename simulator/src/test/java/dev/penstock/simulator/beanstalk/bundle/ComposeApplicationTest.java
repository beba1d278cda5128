package dev.penstock.simulator.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Dependency;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Image;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Mount;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.PortMapping;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Restart;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComposeApplicationTest {

    private static final String COMPOSE = "docker-compose.yml";

    @Test
    void servicesBecomeContainersOfOneInstance() throws Exception {
        SourceBundle bundle = Zip.bundle(COMPOSE, """
                x-common: &common
                  restart: unless-stopped
                services:
                  web:
                    <<: *common
                    build: {context: ./web, args: [VERSION, KIND=b], target: final}
                    ports: ["80:8080", "127.0.0.1:9000-9001:9000-9001/udp"]
                    depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}
                    environment: [DEBUG=1, STAGE]
                    env_file: .env
                    volumes:
                      - "${EB_LOG_BASE_DIR}/web:/var/log/nginx"
                      - ./conf:/etc/conf:ro
                      - /scratch
                    mem_limit: 64m
                  db:
                    image: postgres:${TAG:-16}
                    volumes: [data:/var/lib/postgresql/data]
                    healthcheck: {test: pg_isready, interval: 1m30s, retries: 5}
                  cache:
                    image: redis
                  debug:
                    image: busybox
                    profiles: [dev]
                volumes:
                  data:
                """, "web/Dockerfile", "FROM nginx\n");

        Application.Containers application = (Application.Containers)
                Applications.of(PlatformFamily.DOCKER, bundle, Map.of("STAGE", "test", "VERSION", "7"));

        assertThat(application.form()).isEqualTo(Application.Form.COMPOSE);
        assertThat(application.containers()).extracting(PlannedContainer::name).containsExactly("web", "db", "cache");
        PlannedContainer web = application.containers().getFirst();
        assertThat(web.image())
                .isEqualTo(new Image.Build(
                        "web", "Dockerfile", Map.of("VERSION", "7", "KIND", "b"), Optional.of("final")));
        assertThat(web.ports())
                .containsExactly(
                        new PortMapping(80, 8080, false),
                        new PortMapping(9000, 9000, true),
                        new PortMapping(9001, 9001, true));
        assertThat(web.environment()).isEqualTo(Map.of("DEBUG", "1", "STAGE", "test", "VERSION", "7"));
        assertThat(web.dependencies())
                .containsExactly(
                        new Dependency("db", Dependency.Condition.HEALTHY),
                        new Dependency("cache", Dependency.Condition.STARTED));
        assertThat(web.mounts())
                .containsExactly(
                        new Mount(
                                new Mount.Source.OfInstance("/var/log/eb-docker/containers/web"),
                                "/var/log/nginx",
                                false),
                        new Mount(new Mount.Source.OfBundle("conf"), "/etc/conf", true),
                        new Mount(new Mount.Source.Own(), "/scratch", false));
        assertThat(web.settings().memoryBytes()).hasValue(64L * 1024 * 1024);
        assertThat(web.settings().restarts()).isEqualTo(Restart.ALWAYS);
        PlannedContainer db = application.containers().get(1);
        assertThat(db.image()).isEqualTo(new Image.Pull("postgres:16", true));
        assertThat(db.settings().healthCheck().orElseThrow().intervalSeconds()).isEqualTo(90);
        assertThat(application.remarks()).containsExactly("service debug is of a profile that is not active");
    }

    @Test
    void aDotEnvFileOfTheBundleTakesThePlaceOfThePlatforms() throws Exception {
        SourceBundle bundle = Zip.bundle(
                COMPOSE, "services: {web: {image: nginx, environment: {A: $A, B: \"${B-none}\"}}}", ".env", "A=mine\n");

        Application.Containers application =
                (Application.Containers) Applications.of(PlatformFamily.DOCKER, bundle, Map.of("A", "a", "B", "b"));

        assertThat(application.containers().getFirst().environment()).isEqualTo(Map.of("A", "mine", "B", "none"));
    }

    @Test
    void whatComposeDoesNotTakeIsRefusedInItsWords() {
        assertThat(refusal("web:\n  image: nginx\n").error()).contains("additional properties 'web' not allowed");
        assertThat(refusal("services: {web: {ports: [80]}}").error())
                .contains("service \"web\" has neither an image nor a build context specified");
        assertThat(refusal("services: {web: {image: nginx, depends_on: [db]}}").error())
                .contains("service \"web\" depends on undefined service \"db\"");
        assertThat(refusal("services: {web: {image: nginx, volumes: [\"data:/d\"]}}")
                        .error())
                .contains("refers to undefined volume data");
        assertThat(refusal("services: {web: {image: nginx, env_file: other.env}}")
                        .error())
                .contains("env file /var/app/current/other.env not found");
        assertThat(refusal("services: {web: {image: \"${TAG:?set it}\"}}").error())
                .contains("required variable TAG is missing a value: set it");
        assertThat(refusal("services: {web: {image: nginx, ports: [\"80:x\"]}}").error())
                .contains("invalid containerPort");
        assertThat(refusal("services:\n web:\n image: {\n").step()).isEqualTo("Docker Specific Build Application");
    }

    @Test
    void besideAComposeFileDockerrunIsOfVersionThree() throws Exception {
        String compose = "services: {web: {image: nginx}}";
        Application.Containers application = (Application.Containers) Applications.of(
                PlatformFamily.DOCKER,
                Zip.bundle(
                        COMPOSE,
                        compose,
                        "Dockerrun.aws.json",
                        "{\"AWSEBDockerrunVersion\": \"3\", \"Authentication\": {\"bucket\": \"b\", \"key\": \"k\"}}"),
                Map.of());

        assertThat(application.authentication()).contains(new Authentication("b", "k"));
        assertThat(catchThrowableOfType(
                        BundleRefused.class,
                        () -> Applications.of(
                                PlatformFamily.DOCKER,
                                Zip.bundle(
                                        COMPOSE, compose, "Dockerrun.aws.json", "{\"AWSEBDockerrunVersion\": \"1\"}"),
                                Map.of())))
                .hasMessageContaining("specifies an unsupported version");
    }

    @Test
    void variablesAreResolvedInEveryForm() throws Exception {
        Interpolation interpolation = new Interpolation(Map.of("A", "a", "EMPTY", ""));

        assertThat(interpolation.resolve("$A ${A} ${B:-x${A}} ${EMPTY-y}|${EMPTY:-z} ${A:+r} ${B+r}| $$A $"))
                .isEqualTo("a a xa |z r | $A $");
        assertThat(catchThrowableOfType(Interpolation.Unresolved.class, () -> interpolation.resolve("${A")))
                .hasMessageContaining("invalid interpolation format");
    }

    private static BundleRefused refusal(String compose) {
        return catchThrowableOfType(
                BundleRefused.class,
                () -> Applications.of(PlatformFamily.DOCKER, Zip.bundle(COMPOSE, compose), Map.of()));
    }
}
