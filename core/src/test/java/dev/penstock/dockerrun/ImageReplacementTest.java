package dev.penstock.dockerrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.dockerrun.ImageReplacement.Result;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ImageReplacementTest {

    private static final String IMAGE = "reg.example.com/web@sha256:" + "a".repeat(64);

    @Test
    void leavesEveryOtherByteOfADockerrunAsItWas() {
        String before = "{\r\n\t\"Ports\" : [ {\"ContainerPort\":\"80\"} ],\r\n \"AWSEBDockerrunVersion\":\"1\","
                + "\"Image\":{\"Update\":\"true\" , \"Name\":\"web:1\\u002e2\"}}";
        assertThat(replaced("Dockerrun.aws.json", before, Map.of("any", IMAGE)))
                .isEqualTo(before.replace("web:1\\u002e2", IMAGE));
    }

    @Test
    void keepsTheEncodingOfTheFile() {
        String text = "\uFEFF{\"AWSEBDockerrunVersion\": \"1\", \"Image\": {\"Name\": \"w\"}, "
                + "\"Ports\": [{\"ContainerPort\": 1}], \"Logging\": \"/ü\"}";
        byte[] before = text.getBytes(StandardCharsets.UTF_16LE);
        assertThat(ImageReplacement.image("d.json", before, IMAGE))
                .isInstanceOfSatisfying(
                        Result.Replaced.class,
                        done -> assertThat(done.content())
                                .isEqualTo(text.replace("\"w\"", "\"" + IMAGE + "\"")
                                        .getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void keepsCommentsQuotesAndOrderOfAComposeFile() {
        String before = """
                # the shop
                services:
                  web:   # front
                    image: 'web:1'   # by hand
                    ports: ["80:80"]
                  worker: {image: worker:1, command: run}
                  db:
                    image: &db "postgres:16"
                """;
        assertThat(replaced("docker-compose.yml", before, Map.of("web", IMAGE, "worker", IMAGE, "db", IMAGE)))
                .isEqualTo(before.replace("'web:1'", "'" + IMAGE + "'")
                        .replace("worker:1", IMAGE)
                        .replace("\"postgres:16\"", "\"" + IMAGE + "\""));
    }

    @Test
    void putsTheImageWhereAServiceWasBuilt() {
        String before = """
                services:
                  web:
                    build: .  # here
                    ports: ["80:80"]
                  worker:
                    build:
                      context: worker
                      args:
                        - A=1

                    # what it runs
                    command: run
                  api:
                    image: api
                    build:
                      context: api
                """;
        String after = """
                services:
                  web:
                    image: IMAGE  # here
                    ports: ["80:80"]
                  worker:
                    image: IMAGE

                    # what it runs
                    command: run
                  api:
                    image: IMAGE
                """.replace("IMAGE", IMAGE);
        assertThat(replaced("docker-compose.yml", before, Map.of("web", IMAGE, "worker", IMAGE, "api", IMAGE)))
                .isEqualTo(after);
    }

    @Test
    void findsByItsRepositoryTheContainerThatNobodyNamed() {
        String before = """
                services:
                  web:
                    image: reg.example.com/web:7
                  cache:
                    image: redis:7
                """;
        Result result = ImageReplacement.image("c.yml", before.getBytes(StandardCharsets.UTF_8), IMAGE);
        assertThat(text(result)).isEqualTo(before.replace("reg.example.com/web:7", IMAGE));
        assertThat(refusal(ImageReplacement.image("c.yml", before.getBytes(StandardCharsets.UTF_8), "other/api:1")))
                .isEqualTo("None of the containers (web, cache) has an image of the repository of 'other/api:1'.");
    }

    @Test
    void refusesWhatItCannotPutAnywhere() {
        byte[] shared = """
                x-base: &base {image: one}
                services:
                  a:
                    <<: *base
                  b:
                    <<: *base
                """.getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(ImageReplacement.images("c.yml", shared, Map.of("a", IMAGE))))
                .startsWith("The services 'a' and 'b' have their image from the same text");
        assertThat(ImageReplacement.images("c.yml", shared, Map.of("a", IMAGE, "b", IMAGE)))
                .isInstanceOf(Result.Replaced.class);
        assertThat(refusal(ImageReplacement.images("c.yml", shared, Map.of("c", IMAGE))))
                .isEqualTo("There is no container 'c' for the image '" + IMAGE + "'.");
        assertThat(refusal(ImageReplacement.images("c.yml", shared, Map.of("a", "not an image"))))
                .isEqualTo("'not an image' is not a reference to an image.");
        byte[] folded = "services:\n  a:\n    image: >-\n      one\n".getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(ImageReplacement.image("c.yml", folded, IMAGE)))
                .startsWith("The image of 'a' is written in a form in which it cannot be exchanged.");
        byte[] dockerfile = "{\"AWSEBDockerrunVersion\": \"1\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(ImageReplacement.image("d.json", dockerfile, IMAGE))).startsWith("This file names no image");
    }

    @Test
    void changesNothingWhenTheImageIsThereAlready() {
        byte[] there = ("services:\n  a:\n    image: " + IMAGE + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(ImageReplacement.image("c.yml", there, IMAGE))
                .isInstanceOfSatisfying(Result.Replaced.class, done -> {
                    assertThat(done.changes()).isEmpty();
                    assertThat(done.content()).isEqualTo(there);
                });
    }

    private static String replaced(String file, String before, Map<String, String> images) {
        return text(ImageReplacement.images(file, before.getBytes(StandardCharsets.UTF_8), images));
    }

    private static String text(Result result) {
        assertThat(result).isInstanceOf(Result.Replaced.class);
        return new String(((Result.Replaced) result).content(), StandardCharsets.UTF_8);
    }

    private static String refusal(Result result) {
        assertThat(result).isInstanceOf(Result.Refused.class);
        return ((Result.Refused) result).problems().getFirst().message();
    }
}
