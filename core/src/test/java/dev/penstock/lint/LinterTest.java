package dev.penstock.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.compose.ComposeOptions;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.validation.Corpus;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinterTest {

    private static final String PINNED = "web@sha256:" + "a".repeat(64);

    @Test
    void judgesADockerrunOfSeveralContainers() {
        assertThat(lint("Dockerrun.aws.json", """
                {
                  "AWSEBDockerrunVersion": 2,
                  "containerDefinitions": [
                    {"name": "a", "image": "IMAGE", "essential": false, "memory": 64, "memoryReservation": 128,
                     "portMappings": [{"hostPort": 80, "containerPort": 80}]},
                    {"name": "b", "image": "nginx", "essential": false,
                     "environment": [{"name": "DB_PASSWORD", "value": "hunter2"}],
                     "portMappings": [{"hostPort": 80, "containerPort": 8080}]}
                  ]
                }
                """))
                .containsExactly(
                        "PEN-LINT-005 2",
                        "PEN-LINT-006 3",
                        "PEN-LINT-004 4",
                        "PEN-LINT-004 6",
                        "PEN-LINT-001 6",
                        "PEN-LINT-002 7",
                        "PEN-LINT-003 8");
    }

    @Test
    void judgesAComposeFile() {
        assertThat(lint("compose.yml", """
                version: "3"
                services:
                  web:
                    image: IMAGE
                    ports: ["80:80", "127.0.0.1:90:90"]
                    environment:
                      API_TOKEN: abc
                      TOKEN_FILE: /run/secrets/token
                      DB_PASSWORD: ${DB_PASSWORD:-}
                      USE_SECRETS: "true"
                  api:
                    build: .
                    ports: ["80:8080", "90:90"]
                """)).containsExactly("PEN-LINT-008 1", "PEN-LINT-002 7", "PEN-LINT-003 13");
    }

    @Test
    void judgesATaskDefinitionForFargate() {
        assertThat(lint("taskdef.json", """
                {
                  "family": "web",
                  "requiresCompatibilities": ["FARGATE"],
                  "networkMode": "bridge",
                  "cpu": "256",
                  "memory": "4096",
                  "containerDefinitions": [
                    {"name": "a", "image": "IMAGE",
                     "portMappings": [{"hostPort": 80, "containerPort": 8080}]}
                  ],
                  "volumes": [{"name": "v", "host": {"sourcePath": "/data"}}]
                }
                """))
                .containsExactly("PEN-LINT-007 4", "PEN-LINT-007 6", "PEN-LINT-007 9", "PEN-LINT-007 11");
    }

    @Test
    void knowsTheSizesThatFargateHas() {
        assertThat(fargateSize("256", "2048")).isEmpty();
        assertThat(fargateSize("2048", "5120")).isEmpty();
        assertThat(fargateSize("32768", "249856")).isEmpty();
        assertThat(fargateSize("256", "1536"))
                .containsExactly("With 256 CPU units Fargate gives 512, 1024 or 2048 MiB; this asks for 1536.");
        assertThat(fargateSize("8192", "17408"))
                .containsExactly(
                        "With 8192 CPU units Fargate gives 16384 to 61440 in increments of 4096 MiB; this asks for"
                                + " 17408.");
        assertThat(fargateSize("300", "512")).containsExactly("Fargate has no tasks of 300 CPU units.");
    }

    private static List<String> fargateSize(String cpu, String memory) {
        return report(
                        "taskdef.json",
                        """
                {
                  "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc",
                  "cpu": "CPU", "memory": "MEMORY", "containerDefinitions": [{"name": "a", "image": "IMAGE"}]
                }
                """.replace("CPU", cpu).replace("MEMORY", memory).replace("IMAGE", PINNED))
                .stream()
                .map(Problem::message)
                .toList();
    }

    @Test
    void doesNotMissWhatElasticBeanstalkAdds() {
        assertThat(lint("compose.yml", """
                services:
                  web:
                    image: IMAGE
                    env_file: [.env]
                    volumes: ["${EB_LOG_BASE_DIR}/web:/var/log/web"]
                """)).isEmpty();
        assertThat(lint("compose.yml", "services: {web: {image: IMAGE, env_file: [other.env]}}\n"))
                .containsExactly("PEN-COMPOSE-016 1");
    }

    @Test
    void neverShowsASecret() {
        List<Problem> problems = report("compose.yml", "services: {a: {image: b, environment: {API_KEY: hunter2}}}\n");
        assertThat(problems)
                .isNotEmpty()
                .noneMatch(problem -> problem.toString().contains("hunter2"));
    }

    @Test
    void judgesEveryFileOfTheCorpusWithAPlace() throws IOException {
        for (Corpus.Sample sample : Corpus.samples("compose", "dockerrun-v1", "dockerrun-v2", "taskdef")) {
            Linter.Report report = new Linter(ComposeOptions.none()).lint(sample.text());
            assertThat(report.problems())
                    .as(sample.name())
                    .allMatch(problem -> problem.span().line() > 0);
        }
    }

    private static List<String> lint(String file, String text) {
        return report(file, text.replace("IMAGE", PINNED)).stream()
                .map(problem -> problem.id() + " " + problem.span().line())
                .toList();
    }

    private static List<Problem> report(String file, String text) {
        return new Linter(ComposeOptions.none()).lint(SourceText.of(file, text)).problems();
    }
}
