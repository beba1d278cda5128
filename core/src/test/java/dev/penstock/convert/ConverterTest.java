package dev.penstock.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.compose.ComposeOptions;
import dev.penstock.document.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConverterTest {

    /** The example of the Elastic Beanstalk Developer Guide, "Migrating to the Docker Amazon Linux 2 platform". */
    private static final String GUIDE = """
            {
              "AWSEBDockerrunVersion": 2,
              "volumes": [
                {"name": "php-app", "host": {"sourcePath": "/var/app/current/php-app"}},
                {"name": "nginx-proxy-conf", "host": {"sourcePath": "/var/app/current/proxy/conf.d"}}
              ],
              "containerDefinitions": [
                {
                  "name": "php-app",
                  "image": "php:fpm",
                  "environment": [{"name": "Container", "value": "PHP"}],
                  "essential": true,
                  "memory": 128,
                  "mountPoints": [
                    {"sourceVolume": "php-app", "containerPath": "/var/www/html", "readOnly": true},
                    {"sourceVolume": "awseb-logs-php-app", "containerPath": "/var/log/sample-app"}
                  ]
                },
                {
                  "name": "nginx-proxy",
                  "image": "nginx",
                  "essential": true,
                  "memory": 128,
                  "portMappings": [{"hostPort": 80, "containerPort": 80}],
                  "links": ["php-app"],
                  "mountPoints": [
                    {"sourceVolume": "nginx-proxy-conf", "containerPath": "/etc/nginx/conf.d", "readOnly": true}
                  ]
                }
              ]
            }
            """;

    @Test
    void writesTheComposeFileOfTheGuideForItsDockerrun() {
        assertThat(convert("Dockerrun.aws.json", GUIDE, Format.COMPOSE)).isEqualTo("""
                services:
                  php-app:
                    image: php:fpm
                    environment:
                      Container: PHP
                    volumes:
                      - ./php-app:/var/www/html:ro
                      - ${EB_LOG_BASE_DIR}/php-app:/var/log/sample-app
                    mem_limit: 128m
                    restart: always
                  nginx-proxy:
                    image: nginx
                    ports:
                      - "80:80"
                    volumes:
                      - ./proxy/conf.d:/etc/nginx/conf.d:ro
                    links:
                      - php-app
                    mem_limit: 128m
                    restart: always
                """);
    }

    @Test
    void goesFromOneContainerToSeveralAndBack() {
        String one = """
                {
                  "AWSEBDockerrunVersion": "1",
                  "Image": {
                    "Name": "shop/web:1",
                    "Update": "true"
                  },
                  "Ports": [
                    {
                      "ContainerPort": "8080"
                    }
                  ],
                  "Logging": "/var/log/nginx",
                  "Volumes": [
                    {
                      "HostDirectory": "/data",
                      "ContainerDirectory": "/srv"
                    }
                  ],
                  "Command": "serve --name \\"a b\\"",
                  "Authentication": {
                    "Bucket": "b",
                    "Key": "k"
                  }
                }
                """;
        String several = convert("Dockerrun.aws.json", one, Format.DOCKERRUN_V2);
        assertThat(several).contains("\"hostPort\": 80", "\"awseb-logs-app\"", "\"a b\"");
        assertThat(convert("Dockerrun.aws.json", several, Format.DOCKERRUN_V1)).isEqualTo(one);
    }

    @Test
    void namesEachLossWithItsLine() {
        Conversion conversion = new Converter(Format.DOCKERRUN_V2, ComposeOptions.none(), List.of())
                .convert(SourceText.of("compose.yml", """
                        services:
                          web:
                            build: ./web
                            ports: ["127.0.0.1:80:80"]
                            platform: linux/amd64
                            secrets: [key]
                            environment: [HOME]
                            deploy: {replicas: 3}
                        secrets:
                          key: {file: ./key}
                        """));
        assertThat(conversion)
                .isInstanceOfSatisfying(
                        Conversion.Converted.class,
                        done -> assertThat(done.losses())
                                .extracting(loss -> loss.span().line())
                                .containsExactly(3, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void refusesSeveralContainersForVersionOne() {
        Conversion conversion = new Converter(Format.DOCKERRUN_V1, ComposeOptions.none(), List.of())
                .convert(SourceText.of("Dockerrun.aws.json", GUIDE));
        assertThat(conversion).isInstanceOf(Conversion.Refused.class);
        assertThat(conversion.problems()).extracting("id").containsExactly("PEN-CONVERT-002");
    }

    @Test
    void whatBothCanSaySurvivesTheWayThereAndBack() {
        for (long seed = 0; seed < 200; seed++) {
            String compose = project(new Random(seed));
            String canonical = convert("d.json", convert("compose.yml", compose, Format.DOCKERRUN_V2), Format.COMPOSE);
            for (Format way : List.of(Format.DOCKERRUN_V2, Format.TASK_DEFINITION)) {
                String there = convert("compose.yml", canonical, way);
                String back = convert(way.fileName(), there, Format.COMPOSE);
                if (way == Format.DOCKERRUN_V2) {
                    assertThat(back)
                            .as("seed %d by %s: %s", seed, way.word(), there)
                            .isEqualTo(canonical);
                } else {
                    // Logs have a folder of their own there.
                    assertThat(back.replace("/var/log/containers/", "${EB_LOG_BASE_DIR}/"))
                            .as("seed %d by %s: %s", seed, way.word(), there)
                            .isEqualTo(canonical);
                }
            }
        }
    }

    /** A project of what all forms can say. */
    private static String project(Random random) {
        StringBuilder text = new StringBuilder("services:\n");
        List<String> names = new ArrayList<>();
        int services = 1 + random.nextInt(4);
        for (int i = 0; i < services; i++) {
            String name = "s" + i;
            text.append("  ")
                    .append(name)
                    .append(":\n    image: repo/")
                    .append(name)
                    .append(":")
                    .append(random.nextInt(9))
                    .append('\n');
            line(text, random, "    hostname: host" + i);
            line(text, random, "    command: [\"run\", \"--x=$$A\", \"a b\", \"true\", \"1\", \"\"]");
            line(text, random, "    entrypoint: [\"/bin/" + i + "\"]");
            line(text, random, "    working_dir: /srv");
            line(text, random, "    user: \"1000:1000\"");
            line(text, random, "    privileged: true");
            line(text, random, "    read_only: true");
            line(
                    text,
                    random,
                    "    environment: {A: \"1\", B: \"x: y # z\", C: \"\", D: \"$$HOME\", E: \"yes\", F: \"line\\nbreak\"}");
            line(text, random, "    ports: [\"" + (8000 + i) + ":80\", \"53/udp\"]");
            line(
                    text,
                    random,
                    "    volumes: [\"data" + i + ":/data\", \"/etc/x:/x:ro\", \"${EB_LOG_BASE_DIR}/" + name
                            + ":/log\"]");
            if (!names.isEmpty()) {
                line(text, random, "    links: [\"" + names.getLast() + "\"]");
            }
            line(
                    text,
                    random,
                    "    healthcheck: {test: [\"CMD-SHELL\", \"curl -f http://localhost || exit 1\"], interval: 30s, retries: 3}");
            line(text, random, "    logging: {driver: awslogs, options: {awslogs-group: g}}");
            line(text, random, "    mem_limit: " + (64 + random.nextInt(64)) + "m");
            line(text, random, "    mem_reservation: 32m");
            line(text, random, "    cpu_shares: 256");
            line(text, random, "    restart: \"" + (random.nextBoolean() ? "always" : "no") + "\"");
            line(text, random, "    labels: {l: v}");
            line(text, random, "    ulimits: {nofile: {soft: 1, hard: 2}}");
            line(text, random, "    cap_add: [NET_ADMIN]");
            line(text, random, "    extra_hosts: [\"h=1.2.3.4\"]");
            line(text, random, "    stop_grace_period: 30s");
            names.add(name);
        }
        text.append("volumes:\n");
        for (int i = 0; i < services; i++) {
            text.append("  data").append(i).append(":\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Random random, String line) {
        if (random.nextInt(3) == 0) {
            text.append(line).append('\n');
        }
    }

    private static String convert(String file, String text, Format target) {
        Conversion conversion =
                new Converter(target, ComposeOptions.none(), List.of()).convert(SourceText.of(file, text));
        assertThat(conversion).as("%s", conversion.problems()).isInstanceOf(Conversion.Converted.class);
        return ((Conversion.Converted) conversion).text();
    }
}
