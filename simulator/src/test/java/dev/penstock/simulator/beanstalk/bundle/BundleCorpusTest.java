package dev.penstock.simulator.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Files that people deployed: each is taken, or refused for a reason that stands here. */
@EnabledIf("isThere")
class BundleCorpusTest {

    private static final Path CORPUS =
            Path.of("../../shared/corpus").toAbsolutePath().normalize();

    private static final String DOWNLOAD =
            "Instance deployment failed to download the Docker image. The deployment failed.";
    private static final String NO_DOCKERFILE =
            "No Docker image specified in either Dockerfile or Dockerrun.aws.json. Abort deployment.";

    private static final Pattern MISSING = Pattern.compile("/var/app/current/(?<path>[^\":]+?)(\"| not found|$)");

    static boolean isThere() {
        return Files.isDirectory(CORPUS);
    }

    @Test
    void dockerrunOfVersionOne() throws IOException {
        assertThat(refusals("dockerrun-v1", "Dockerrun.aws.json", PlatformFamily.DOCKER))
                .isEqualTo(Map.of(
                        // Templates: <TAG>, $IMAGE_TAG and __repo__ are no parts of a reference.
                        "SchweizerischeBundesbahnen__conference-buddy/Dockerrun.aws.json.template", DOWNLOAD,
                        "SumOfUs__Champaign/Dockerrun.aws.json.template", DOWNLOAD,
                        "citwild__wfe/deploy__Dockerrun.aws.json", DOWNLOAD,
                        "cloudposse-archives__jenkins/Dockerrun.aws.json.template", DOWNLOAD,
                        "goldenbearkin__aws-elastic-beanstalk-docker-circleci-demo/Dockerrun.aws.json.template",
                                DOWNLOAD,
                        "grassrootza__grassroot-frontend/Dockerrun.aws.json.template", DOWNLOAD,
                        "imperfectproduce__aws-docker-deploy/Dockerrun.aws.json.template", DOWNLOAD,
                        // Their Dockerfile is not here.
                        "aws__aws-elastic-beanstalk-cli/sampleApps__docker-sample__Dockerrun.aws.json", NO_DOCKERFILE,
                        "door2door-io__otp-docker/docker__Dockerrun.aws.json", NO_DOCKERFILE,
                        "fridgerator__crystal-elastic-beanstalk-deploy-example/docker__Dockerrun.aws.json",
                                NO_DOCKERFILE));
    }

    @Test
    void dockerrunOfVersionTwo() throws IOException {
        assertThat(refusals("dockerrun-v2", "Dockerrun.aws.json", PlatformFamily.ECS))
                .isEqualTo(Map.of(
                        // 'ContainerDefinitions' in the wrong case.
                        "TonSuchat__multi-docker/Dockerrun.aws.json", ecs("Container list cannot be empty."),
                        "countzyx__multi-docker/Dockerrun.aws.json", ecs(memory("api")),
                        "zngodwin__multi-docker/Dockerrun.aws.json", ecs(memory("client"))));
    }

    @Test
    void composeFiles() throws IOException {
        assertThat(refusals("compose", "docker-compose.yml", PlatformFamily.DOCKER))
                .isEqualTo(Map.of(
                        // Version 1 of the format, which has no 'services'.
                        "PluribusDigital__open-fda/deploy__docker-compose.yml", compose(topLevel("postgres")),
                        "PluribusDigital__open-fda/docker-compose.yml", compose(topLevel("postgres")),
                        "SumOfUs__Champaign/docker-compose.yml", compose(topLevel("db")),
                        "omaha-consulting__omaha-server/docker-compose.common.yml", compose(topLevel("db")),
                        "omaha-consulting__omaha-server/docker-compose.dev.yml", compose(topLevel("db")),
                        "omaha-consulting__omaha-server/docker-compose.tests.yml", compose(topLevel("db")),
                        // An override, of no use alone.
                        "articulate__shush/docker-compose.override.example.yml",
                                compose("service \"app\" has neither an image nor a build context specified: invalid"
                                        + " compose project"),
                        // The tag is a variable without a value.
                        "byuoitav__av-api/docker-compose-pull.yml",
                                compose("invalid reference format: byuoitav/av-api:")));
    }

    @Test
    void configurationFiles() throws IOException {
        Map<String, String> told = new TreeMap<>();
        for (Path file : files("ebextensions")) {
            try {
                SourceBundle bundle = bundle(".ebextensions/x.config", Files.readAllBytes(file));
                ConfigurationFiles read = ConfigurationFiles.read(bundle, "v1");
                read.warnings().forEach(warning -> told.put(file.toString(), warning));
            } catch (BundleRefused e) {
                told.put(file.toString(), e.getMessage());
            }
        }
        assertThat(told).isEmpty();
    }

    private static Map<String, String> refusals(String kind, String path, PlatformFamily family) throws IOException {
        Map<String, String> refusals = new TreeMap<>();
        for (Path file : files(kind)) {
            NavigableMap<String, byte[]> contents = new TreeMap<>();
            contents.put(path, Files.readAllBytes(file));
            Optional<String> refusal = refusal(family, contents);
            refusal.ifPresent(
                    said -> refusals.put(CORPUS.resolve(kind).relativize(file).toString(), said));
        }
        return refusals;
    }

    /** What a bundle is refused for, but for files beside it that were not collected: those are put there. */
    private static Optional<String> refusal(PlatformFamily family, NavigableMap<String, byte[]> contents) {
        while (true) {
            try {
                Applications.of(family, SourceBundle.of(contents), Map.of());
                return Optional.empty();
            } catch (BundleRefused e) {
                Matcher missing = MISSING.matcher(e.error());
                boolean folder = e.error().contains("unable to prepare context");
                boolean put = missing.find()
                        && contents.putIfAbsent(missing.group("path") + (folder ? "/Dockerfile" : ""), new byte[0])
                                == null;
                if (!put) {
                    return Optional.of(e.getMessage().isEmpty() ? e.error() : e.getMessage());
                }
            }
        }
    }

    private static String ecs(String message) {
        return "Service:AmazonECS, Code:ClientException, Message:" + message
                + ", Class:com.amazonaws.services.ecs.model.ClientException";
    }

    private static String memory(String container) {
        return "Invalid setting for container '" + container
                + "'. At least one of 'memory' or 'memoryReservation' must be specified.";
    }

    private static String compose(String message) {
        return "failed to read docker-compose.yml: Command /bin/sh -c docker compose config failed with error exit"
                + " status 15. Stderr:" + message;
    }

    private static String topLevel(String key) {
        return "additional properties '" + key + "' not allowed";
    }

    private static SourceBundle bundle(String path, byte[] bytes) {
        NavigableMap<String, byte[]> files = new TreeMap<>(Map.of(path, bytes));
        return SourceBundle.of(files);
    }

    private static Iterable<Path> files(String kind) throws IOException {
        try (Stream<Path> all = Files.walk(CORPUS.resolve(kind))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
