package dev.penstock.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.artifact.Digest;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import dev.penstock.image.RepositoryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What every builder of images must do with Dockerfiles that only copy and configure. */
abstract class ImageBuilderContract {

    @TempDir
    Path place;

    Path context;
    TestRegistry registry;
    final List<String> log = Collections.synchronizedList(new ArrayList<>());

    abstract ImageBuilder builder();

    @BeforeEach
    void open() throws IOException {
        context = Files.createDirectory(place.resolve("context")).toRealPath();
        registry = new TestRegistry();
    }

    @AfterEach
    void close() throws IOException {
        registry.close();
    }

    @Test
    void filesAndConfigurationAreInTheImageThatTheTagsStandFor() throws Exception {
        write("site/index.html", "hello");
        write("site/deep/page.html", "deep");
        write("run.sh", "#!/bin/sh");
        Files.setPosixFilePermissions(context.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        PushedImage image = build("""
                ARG WHO=world
                FROM scratch
                ARG WHO
                ENV GREETING="hello $WHO" MODE=test
                LABEL org.example.a=1
                WORKDIR /srv
                COPY site/ ./site/
                COPY run.sh /bin/run
                EXPOSE 8080 53/udp
                VOLUME /data
                USER 1000:1000
                ENTRYPOINT ["/bin/run"]
                CMD ["--port", "8080"]
                """);

        assertThat(image.repositoryUri()).isEqualTo(TestRegistry.REPOSITORY);
        assertThat(image.imageUri()).isEqualTo(TestRegistry.REPOSITORY + "@" + image.digest());
        assertThat(registry.digestOf("v1")).contains(image.digest());
        assertThat(registry.digestOf("latest")).contains(image.digest());
        assertThat(registry.files(image.digest()))
                .isEqualTo(Map.of(
                        "srv/site/index.html", "hello 644",
                        "srv/site/deep/page.html", "deep 644",
                        "bin/run", "#!/bin/sh 755"));
        JsonNode configuration = registry.configuration(image.digest());
        assertThat(configuration.get("Entrypoint").toString()).isEqualTo("[\"/bin/run\"]");
        assertThat(configuration.get("Cmd").toString()).isEqualTo("[\"--port\",\"8080\"]");
        assertThat(configuration.get("Env").toString()).contains("\"GREETING=hello world\"", "\"MODE=test\"");
        assertThat(configuration.get("Labels").get("org.example.a").asString()).isEqualTo("1");
        assertThat(configuration.get("WorkingDir").asString()).isEqualTo("/srv");
        assertThat(configuration.get("User").asString()).isEqualTo("1000:1000");
        assertThat(configuration.get("ExposedPorts").propertyNames()).containsExactlyInAnyOrder("8080/tcp", "53/udp");
        assertThat(configuration.get("Volumes").propertyNames()).containsExactly("/data");
    }

    @Test
    void askedAgainItIsTheSameImage() throws Exception {
        write("a", "1");
        Digest first = build("FROM scratch\nCOPY a /a\n").digest();
        Files.setLastModifiedTime(context.resolve("a"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

        assertThat(build("FROM scratch\nCOPY a /a\n").digest()).isEqualTo(first);

        write("a", "2");
        assertThat(build("FROM scratch\nCOPY a /a\n").digest()).isNotEqualTo(first);
    }

    @Test
    void whatTheIgnoreFileNamesStaysBehind() throws Exception {
        write("keep/a", "1");
        write("keep/secret.env", "x");
        write("drop/b", "2");
        write(".dockerignore", "drop\n**/*.env\nDockerfile\n.dockerignore\n");

        assertThat(registry.files(build("FROM scratch\nCOPY . /all/\n").digest()))
                .containsExactly(Map.entry("all/keep/a", "1 644"));
    }

    @Test
    void stagesCopyFromStages() throws Exception {
        write("a", "1");
        write("b", "2");

        assertThat(registry.files(build("""
                        FROM scratch AS first
                        COPY a b /in/
                        FROM scratch
                        COPY --from=first /in/b /out
                        COPY --from=0 /in/ /all/
                        """).digest()))
                .isEqualTo(Map.of("out", "2 644", "all/a", "1 644", "all/b", "2 644"));
    }

    @Test
    void aFileThatIsNotThereIsNamedWithItsLine() {
        ImageBuildException refused = refused("FROM scratch\n\nCOPY absent /a\n");

        assertThat(refused).hasMessageStartingWith("Dockerfile:3: ").hasMessageContaining("absent");
        assertThat(refused.isTransient()).isFalse();
    }

    @Test
    void aRegistryThatDeniesAccessIsNamedWithoutThePassword() throws Exception {
        write("a", "1");
        write("Dockerfile", "FROM scratch\nCOPY a /a\n");

        ImageBuildException refused = catchThrowableOfType(
                ImageBuildException.class,
                () -> builder().buildAndPush(request(registry.access("wrong-secret")), log::add));

        assertThat(refused.reason()).isEqualTo(Reason.PUSH_FAILED);
        assertThat(refused.isTransient()).isFalse();
        assertThat(refused.getMessage()).contains(TestRegistry.REPOSITORY).doesNotContain("wrong-secret");
        assertThat(String.join("\n", log)).doesNotContain("wrong-secret");
    }

    @Test
    void plainHttpToAnotherMachineIsRefused() throws Exception {
        write("a", "1");
        write("Dockerfile", "FROM scratch\nCOPY a /a\n");
        RepositoryAccess own = registry.access();
        var access = new RepositoryAccess(own.repositoryUri(), "192.0.2.1:5000/web", true, "AWS", own.password());

        ImageBuildException refused = catchThrowableOfType(
                ImageBuildException.class, () -> builder().buildAndPush(request(access), log::add));

        assertThat(refused).hasMessageContaining("plain HTTP");
    }

    final ImageBuildException refused(String dockerfile) {
        return catchThrowableOfType(ImageBuildException.class, () -> build(dockerfile));
    }

    final PushedImage build(String dockerfile) throws IOException, InterruptedException {
        write("Dockerfile", dockerfile);
        return builder().buildAndPush(request(registry.access()), log::add);
    }

    final ImageBuildRequest request(RepositoryAccess access) {
        return new ImageBuildRequest(
                context,
                context.resolve("Dockerfile"),
                "linux/amd64",
                access,
                List.of("v1", "latest"),
                BuilderChoice.AUTO);
    }

    final void write(String name, String content) throws IOException {
        Path file = context.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }
}
