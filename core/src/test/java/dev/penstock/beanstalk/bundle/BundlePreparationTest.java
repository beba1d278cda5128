package dev.penstock.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.beanstalk.bundle.BundlePreparation.Artifact;
import dev.penstock.beanstalk.bundle.BundlePreparation.Prepared;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlePreparationTest {

    private static final String OLD = "repo.example/web@" + Digest.of(new byte[] {1});
    private static final String NEW = "repo.example/web@" + Digest.of(new byte[] {2});

    @TempDir
    Path folder;

    @Test
    void anArtifactOfWhichAllIsTakenIsTheBundleAsItStands() throws Exception {
        Artifact artifact = artifact(Map.of("index.html", "hello", ".ebextensions/a.config", "x"));
        Prepared prepared = prepare(BundleChoice.WHOLE, artifact);
        assertThat(prepared.bundle().digest()).isEqualTo(artifact.reference().digest());
        assertThat(prepared.bundle().file(folder)).isEqualTo(artifact.bundle());
    }

    @Test
    void whatEbignoreNamesStaysOutAndTheSameFilesAreTheSameBytes() throws Exception {
        Artifact artifact = artifact(Map.of(
                ".ebignore", "*.log\nnode_modules/\n!keep.log",
                "index.html", "hello",
                "a.log", "x",
                "keep.log", "x",
                "node_modules/keep.log", "x",
                ".elasticbeanstalk/config.yml", "x",
                "notes~", "x",
                ".platform/hooks/prebuild/01.sh", "#!/bin/sh"));
        Path script = artifact.folder().resolve(".platform/hooks/prebuild/01.sh");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(artifact.folder().resolve("start.html"), Path.of("index.html"));

        Prepared prepared = prepare(BundleChoice.WHOLE, artifact);
        Path zip = prepared.bundle().file(folder);

        assertThat(new BundleReader().names(zip))
                .containsExactly(".platform/hooks/prebuild/01.sh", "index.html", "keep.log");
        Path unpacked = folder.resolve("unpacked");
        new BundleReader().unpack(zip, unpacked);
        assertThat(Files.isExecutable(unpacked.resolve(".platform/hooks/prebuild/01.sh")))
                .isTrue();
        assertThat(Files.readSymbolicLink(unpacked.resolve("start.html"))).isEqualTo(Path.of("index.html"));
        byte[] once = Files.readAllBytes(zip);
        assertThat(Files.readAllBytes(
                        prepare(BundleChoice.WHOLE, artifact).bundle().file(folder)))
                .isEqualTo(once);
    }

    @Test
    void anImageGoesByDigestIntoTheUsersOwnDockerrunOfWhichTheRestStays() throws Exception {
        String own = """
                {
                   "Image":   { "Name": "%s", "Update": "true" },
                   "AWSEBDockerrunVersion": "1",
                   "Ports": [ {"ContainerPort": "8080"} ]
                }
                """;
        Artifact artifact = artifact(Map.of(
                "Dockerrun.aws.json", own.formatted(OLD), "imageDetail.json", "{\"ImageURI\": \"" + NEW + "\"}"));
        Prepared prepared = prepare(BundleChoice.WHOLE, artifact);
        Path zip = prepared.bundle().file(folder);
        assertThat(text(zip, "Dockerrun.aws.json")).isEqualTo(own.formatted(NEW));
        assertThat(new BundleReader().names(zip)).containsExactly("Dockerrun.aws.json");
        assertThat(prepared.images()).containsEntry("", NEW);
    }

    @Test
    void imagesByContainerGoIntoComposeAndAnUnknownContainerIsTold() throws Exception {
        String own = "services:\n  web: # ours\n    image: %s\n  db:\n    image: postgres:16\n";
        String definitions = "[{\"name\": \"%s\", \"imageUri\": \"" + NEW + "\"}]";
        Artifact artifact = artifact(Map.of(
                "docker-compose.yml", own.formatted(OLD), "imagedefinitions.json", definitions.formatted("web")));
        assertThat(text(prepare(BundleChoice.WHOLE, artifact).bundle().file(folder), "docker-compose.yml"))
                .isEqualTo(own.formatted(NEW));

        Artifact wrong = artifact(Map.of(
                "docker-compose.yml", own.formatted(OLD), "imagedefinitions.json", definitions.formatted("api")));
        assertThatThrownBy(() -> prepare(BundleChoice.WHOLE, wrong))
                .isInstanceOfSatisfying(BundleRefusal.class, refused -> {
                    assertThat(refused.code()).isEqualTo("PEN-BEANSTALK-004");
                    assertThat(refused.details()).anyMatch(line -> line.contains("api"));
                });
    }

    @Test
    void aDockerrunOfVersionTwoGetsTheImagesAlsoBesideAComposeFileForDevelopers() throws Exception {
        String own = """
                {"AWSEBDockerrunVersion": 2, "containerDefinitions": [{"name": "web", "image": "%s", "memory": 64}]}
                """;
        String compose = "services: {api: {build: ./web}}\n";
        String definitions = "[{\"name\": \"web\", \"imageUri\": \"" + NEW + "\"}]";
        var artifact = artifact(Map.of(
                "Dockerrun.aws.json",
                own.formatted(OLD),
                "docker-compose.yml",
                compose,
                "imagedefinitions.json",
                definitions));
        Path bundle = prepare(BundleChoice.WHOLE, artifact).bundle().file(folder);
        assertThat(text(bundle, "Dockerrun.aws.json")).isEqualTo(own.formatted(NEW));
        assertThat(text(bundle, "docker-compose.yml")).isEqualTo(compose);
    }

    @Test
    void anImageAloneBecomesADockerrunOfVersionOne() throws Exception {
        Artifact artifact = artifact(Map.of(
                "imageDetail.json", "{\"ImageURI\": \"repo.example/web:v1\"}",
                "imagedefinitions.json", "[{\"name\": \"web\", \"imageUri\": \"repo.example/web:v1\"}]"));
        Prepared prepared =
                new BundlePreparation(new BundleChoice(Optional.empty(), 3000), image -> NEW).prepare(artifact);
        assertThat(text(prepared.bundle().file(folder), "Dockerrun.aws.json"))
                .contains(
                        "\"AWSEBDockerrunVersion\": \"1\"", "\"Name\": \"" + NEW + "\"", "\"ContainerPort\": \"3000\"");
    }

    @Test
    void aFolderOrAReadyFileOfTheArtifactCanBeTheBundle() throws Exception {
        Artifact artifact = artifact(Map.of("dist/index.html", "hello", "target/app.war", "war", "README.md", "x"));
        Prepared part = prepare(new BundleChoice(Optional.of("dist"), 80), artifact);
        assertThat(new BundleReader().names(part.bundle().file(folder))).containsExactly("index.html");
        Prepared war = prepare(new BundleChoice(Optional.of("target/app.war"), 80), artifact);
        assertThat(war.bundle().suffix()).isEqualTo(".war");
        assertThat(war.bundle().digest()).isEqualTo(Digest.of("war".getBytes(StandardCharsets.UTF_8)));
        for (String wrong : new String[] {"../elsewhere", "missing", "README.md"}) {
            assertThatThrownBy(() -> prepare(new BundleChoice(Optional.of(wrong), 80), artifact))
                    .isInstanceOfSatisfying(
                            BundleRefusal.class,
                            refused -> assertThat(refused.code()).isEqualTo("PEN-BEANSTALK-001"));
        }
    }

    @Test
    void whatIsLargerThanBeanstalkTakesIsRefusedBeforeAnyUpload() throws Exception {
        Path large = folder.resolve("large.zip");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(SourceBundle.LARGEST + 1);
        }
        var bundle = new SourceBundle.AsItStands(large, Digest.of(new byte[0]), ".zip");
        assertThatThrownBy(() -> bundle.file(folder))
                .isInstanceOfSatisfying(
                        BundleRefusal.class,
                        refused -> assertThat(refused.code()).isEqualTo("PEN-BEANSTALK-002"));
    }

    private static Prepared prepare(BundleChoice choice, Artifact artifact) throws Exception {
        return new BundlePreparation(choice, image -> image).prepare(artifact);
    }

    private static String text(Path zip, String name) throws IOException {
        return new String(new BundleReader().file(zip, name, 1 << 20).orElseThrow(), StandardCharsets.UTF_8);
    }

    private Artifact artifact(Map<String, String> files) throws IOException {
        Path top = Files.createTempDirectory(folder, "artifact");
        Path zip = top.resolve("artifact.zip");
        BundleWriter writer = new BundleWriter();
        for (Map.Entry<String, String> file : files.entrySet()) {
            writer.file(file.getKey(), file.getValue());
        }
        writer.write(zip);
        Path unpacked = top.resolve("unpacked");
        new BundleReader().unpack(zip, unpacked);
        Digest digest = Digest.of(Files.readAllBytes(zip));
        return new Artifact() {

            @Override
            public String name() {
                return "app";
            }

            @Override
            public ArtifactReference reference() {
                return new ArtifactReference(digest, zip.toFile().length());
            }

            @Override
            public Path bundle() {
                return zip;
            }

            @Override
            public Path folder() {
                return unpacked;
            }
        };
    }
}
