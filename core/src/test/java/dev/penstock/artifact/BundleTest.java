package dev.penstock.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.artifact.BundleException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions and links are POSIX's")
final class BundleTest {

    @TempDir
    Path place;

    private final BundleReader reader = new BundleReader();

    @Test
    void aFolderComesBackAsItWas() throws IOException {
        Path from = sampleFolder("from");

        new BundleWriter().folder(from).write(place.resolve("b.zip"));
        reader.unpack(place.resolve("b.zip"), place.resolve("to"));

        Path to = place.resolve("to");
        assertThat(to.resolve("src/Main.java")).hasContent("class Main {}");
        assertThat(to.resolve("empty")).isEmptyDirectory();
        assertThat(Files.isExecutable(to.resolve("run.sh"))).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("src/Main.java"))))
                .doesNotContain("x");
        assertThat(Files.readSymbolicLink(to.resolve("src/link"))).isEqualTo(Path.of("../run.sh"));
        assertThat(to.resolve("größe 大小 😀.txt")).hasContent("names");
    }

    @Test
    void theSameFilesGiveTheSameBytesWheneverTheyWereWritten() throws IOException {
        Path first = sampleFolder("first");
        Path second = sampleFolder("second");
        Files.setLastModifiedTime(second.resolve("run.sh"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        Files.setPosixFilePermissions(second.resolve("run.sh"), PosixFilePermissions.fromString("rwx------"));

        Digest one = new BundleWriter().folder(first).write(place.resolve("1.zip"));
        Digest two = new BundleWriter().folder(second).write(place.resolve("2.zip"));

        assertThat(place.resolve("1.zip")).hasSameBinaryContentAs(place.resolve("2.zip"));
        assertThat(one)
                .isEqualTo(two)
                .isEqualTo(new BundleWriter().folder(first).contentDigest());
    }

    @Test
    void filesThatAreReadSideBySideGiveTheBytesOfFilesReadOneAfterTheOther() throws IOException {
        Random random = new Random(11);
        Path folder = Files.createDirectories(place.resolve("many"));
        BundleWriter serial = new BundleWriter();
        for (int i = 0; i < 200; i++) {
            // One in fifty does not fit into what is compressed ahead of its turn.
            byte[] content = new byte[i % 50 == 7 ? 3 << 20 : random.nextInt(2000)];
            random.nextBytes(content);
            Files.write(folder.resolve("f" + i), content);
            serial.file("f" + i, content);
        }

        BundleWriter sideBySide = new BundleWriter().folder(folder);

        assertThat(sideBySide.contentDigest()).isEqualTo(serial.contentDigest());
        assertThat(sideBySide.write(place.resolve("1.zip"))).isEqualTo(serial.write(place.resolve("2.zip")));
        assertThat(place.resolve("1.zip")).hasSameBinaryContentAs(place.resolve("2.zip"));
    }

    @Test
    void anyDifferenceGivesAnotherContentDigest() throws IOException {
        Digest original = new BundleWriter().file("a", "1").file("b", "2").contentDigest();

        assertThat(new BundleWriter().file("b", "2").file("a", "1").contentDigest())
                .isEqualTo(original);
        assertThat(new BundleWriter().file("a", "1").file("b", "3").contentDigest())
                .isNotEqualTo(original);
        assertThat(new BundleWriter().file("a", "12").file("b", "").contentDigest())
                .isNotEqualTo(original);
        assertThat(new BundleWriter()
                        .file("a", true, () -> new ByteArrayInputStream(new byte[] {'1'}))
                        .file("b", "2")
                        .contentDigest())
                .isNotEqualTo(original);
        assertThat(new BundleWriter().link("a", "1").file("b", "2").contentDigest())
                .isNotEqualTo(original);
    }

    @Test
    void otherReadersReadIt() throws IOException {
        new BundleWriter().folder(sampleFolder("from")).write(place.resolve("b.zip"));

        try (var zip = new ZipFile(place.resolve("b.zip").toFile())) {
            assertThat(zip.stream().map(java.util.zip.ZipEntry::getName))
                    .containsExactly("empty/", "größe 大小 😀.txt", "run.sh", "src/Main.java", "src/link");
            assertThat(zip.getInputStream(zip.getEntry("src/Main.java"))).hasContent("class Main {}");
        }
    }

    @Test
    void itReadsWhatTheJdkWrites() throws IOException {
        Path bundle = place.resolve("jdk.zip");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(bundle))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("folder/"));
            zip.putNextEntry(new java.util.zip.ZipEntry("folder/file.txt"));
            zip.write("text".getBytes(StandardCharsets.UTF_8));
        }

        reader.unpack(bundle, place.resolve("to"));

        assertThat(place.resolve("to/folder/file.txt")).hasContent("text");
    }

    @Test
    void oneFileIsReadWithoutUnpacking() throws IOException {
        Path bundle = place.resolve("b.zip");
        new BundleWriter()
                .file("imagedefinitions.json", "[]")
                .file("other", "x")
                .write(bundle);

        assertThat(reader.file(bundle, "imagedefinitions.json", 100))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("[]"));
        assertThat(reader.file(bundle, "absent", 100)).isEmpty();
        assertThat(reader.names(bundle)).containsExactly("imagedefinitions.json", "other");
        assertThatThrownBy(() -> reader.file(bundle, "imagedefinitions.json", 1))
                .isInstanceOfSatisfying(
                        BundleException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void moreEntriesThanTheFormsOldCounterHolds() throws IOException {
        var writer = new BundleWriter();
        for (int i = 0; i < 70_000; i++) {
            writer.file("f" + i, new byte[0]);
        }
        writer.write(place.resolve("many.zip"));

        assertThat(reader.names(place.resolve("many.zip"))).hasSize(70_000);
    }

    @Test
    void aFolderWithALinkThatLeadsOutIsNotWritten() throws IOException {
        Path from = Files.createDirectory(place.resolve("from"));
        Files.createSymbolicLink(from.resolve("out"), Path.of("../secret"));

        assertThatThrownBy(() -> new BundleWriter().folder(from).write(place.resolve("b.zip")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("'out' is a link that leads out of it, to '../secret'");
        assertThat(place.resolve("b.zip")).doesNotExist();
    }

    @Test
    void aFileThatCannotBeReadLeavesNoBundle() throws IOException {
        var writer = new BundleWriter().file("a", "fine").file("b", false, () -> {
            throw new IOException("gone");
        });

        assertThatThrownBy(() -> writer.write(place.resolve("b.zip"))).hasMessage("gone");
        assertThat(place.resolve("b.zip")).doesNotExist();
    }

    @Test
    void anyTreeComesBackAsItWas() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            Map<String, byte[]> files = randomTree(random);
            List<String> order = new ArrayList<>(files.keySet());
            Collections.shuffle(order, random);
            var writer = new BundleWriter();
            for (String name : order) {
                writer.file(name, files.getOrDefault(name, new byte[0]));
            }
            Path bundle = place.resolve(seed + ".zip");
            writer.write(bundle);
            reader.unpack(bundle, place.resolve("to" + seed));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                assertThat(place.resolve("to" + seed).resolve(file.getKey())).hasBinaryContent(file.getValue());
            }
            assertThat(reader.names(bundle)).hasSize(files.size());
        }
    }

    private static Map<String, byte[]> randomTree(Random random) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            var name = new StringBuilder();
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                name.append('d').append(random.nextInt(3)).append('/');
            }
            name.append("f").append(random.nextInt(1000));
            byte[] content = new byte[random.nextInt(3) == 0 ? random.nextInt(200_000) : random.nextInt(50)];
            if (random.nextBoolean()) {
                random.nextBytes(content);
            }
            files.put(name.toString(), content);
        }
        return files;
    }

    private Path sampleFolder(String name) throws IOException {
        Path folder = Files.createDirectory(place.resolve(name));
        Files.createDirectories(folder.resolve("src"));
        Files.createDirectories(folder.resolve("empty"));
        Files.writeString(folder.resolve("src/Main.java"), "class Main {}");
        Files.writeString(folder.resolve("größe 大小 😀.txt"), "names");
        Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(folder.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(folder.resolve("src/link"), Path.of("../run.sh"));
        return folder;
    }
}
