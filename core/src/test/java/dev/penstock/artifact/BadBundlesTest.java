package dev.penstock.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.penstock.artifact.BundleException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class BadBundlesTest {

    private static final int FIFO = 0010644;
    private static final int DEVICE = 0060644;

    @TempDir
    Path place;

    static Stream<Arguments> badBundles() {
        return Stream.of(
                bad("slips out", Reason.NAME_LEADS_OUT, zip().add("../evil", RawZip.FILE, "x")),
                bad("slips out from within", Reason.NAME_LEADS_OUT, zip().add("a/../../evil", RawZip.FILE, "x")),
                bad("is a folder above", Reason.NAME_LEADS_OUT, zip().add("../", 0040755, "")),
                bad("is absolute", Reason.ABSOLUTE_NAME, zip().add("/tmp/evil", RawZip.FILE, "x")),
                bad("has a drive", Reason.ABSOLUTE_NAME, zip().add("C:/evil", RawZip.FILE, "x")),
                bad("has backslashes", Reason.STRANGE_NAME, zip().add("..\\evil", RawZip.FILE, "x")),
                bad("has a NUL", Reason.STRANGE_NAME, zip().add("a\0b", RawZip.FILE, "x")),
                bad("moves the cursor", Reason.STRANGE_NAME, zip().add("a\u001b[2Jb", RawZip.FILE, "x")),
                bad("has no name", Reason.STRANGE_NAME, zip().add("", RawZip.FILE, "x")),
                bad("has an empty part", Reason.STRANGE_NAME, zip().add("a//b", RawZip.FILE, "x")),
                bad("has a dot", Reason.STRANGE_NAME, zip().add("./a", RawZip.FILE, "x")),
                bad("has a long part", Reason.LONG_NAME, zip().add("n".repeat(256), RawZip.FILE, "x")),
                bad("has a long name", Reason.LONG_NAME, zip().add("nn/".repeat(1400) + "n", RawZip.FILE, "x")),
                bad(
                        "is there twice",
                        Reason.DUPLICATE,
                        zip().add("a", RawZip.FILE, "1").add("a", RawZip.FILE, "2")),
                bad(
                        "is folder and file",
                        Reason.DUPLICATE,
                        zip().add("a/", 0040755, "").add("a", RawZip.FILE, "2")),
                bad(
                        "is below a file",
                        Reason.NOT_A_FOLDER,
                        zip().add("a", RawZip.FILE, "1").add("a/b", RawZip.FILE, "")),
                bad(
                        "is above a file",
                        Reason.NOT_A_FOLDER,
                        zip().add("a/b", RawZip.FILE, "1").add("a", RawZip.FILE, "")),
                bad("links out", Reason.LINK_LEADS_OUT, zip().add("l", RawZip.LINK, "../x")),
                bad("links to an absolute place", Reason.LINK_LEADS_OUT, zip().add("l", RawZip.LINK, "/etc/passwd")),
                bad("links nowhere", Reason.LINK_LEADS_OUT, zip().add("l", RawZip.LINK, "")),
                bad("links to itself", Reason.LINK_LEADS_OUT, zip().add("l", RawZip.LINK, "l")),
                bad(
                        "links out over another link",
                        Reason.LINK_LEADS_OUT,
                        zip().add("a/b/up", RawZip.LINK, "../..").add("l", RawZip.LINK, "a/b/up/../x")),
                bad(
                        "is written through a link",
                        Reason.NOT_A_FOLDER,
                        zip().add("l", RawZip.LINK, "d").add("l/evil", RawZip.FILE, "x")),
                bad("is a pipe", Reason.SPECIAL_FILE, zip().add("p", FIFO, "")),
                bad("is a device", Reason.SPECIAL_FILE, zip().add("d", DEVICE, "")),
                bad("is encrypted", Reason.UNSUPPORTED, zip().add("e", RawZip.FILE, bytes(9), RawZip.Lie.ENCRYPTED)),
                bad("is bzip2", Reason.UNSUPPORTED, zip().add("e", RawZip.FILE, bytes(9), RawZip.Lie.METHOD)),
                bad(
                        "has a wrong CRC",
                        Reason.WRONG_CONTENT,
                        zip().add("c", RawZip.FILE, bytes(9), RawZip.Lie.CHECKSUM)),
                bad(
                        "is larger than it says",
                        Reason.WRONG_CONTENT,
                        zip().add("s", RawZip.FILE, bytes(9), RawZip.Lie.SIZE)),
                bad(
                        "shares bytes",
                        Reason.OVERLAP,
                        zip().add("a", RawZip.FILE, "x").add("b", RawZip.FILE, bytes(1), RawZip.Lie.SAME_BYTES)),
                bad(
                        "is too large",
                        Reason.TOO_LARGE,
                        zip().add("a", RawZip.FILE, random(600)).add("b", RawZip.FILE, random(600))),
                bad("is a bomb", Reason.SUSPICIOUS_RATIO, zip().add("a", RawZip.FILE, "0".repeat(900))),
                bad("has many entries", Reason.TOO_MANY_ENTRIES, many(21)));
    }

    private static Arguments bad(String what, Reason reason, RawZip zip) {
        return Arguments.of(what, reason, zip.bytes());
    }

    private static RawZip zip() {
        return new RawZip();
    }

    private static RawZip many(int count) {
        var zip = zip();
        for (int i = 0; i < count; i++) {
            zip.add("f" + i, RawZip.FILE, "");
        }
        return zip;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private static String random(int length) {
        var text = new StringBuilder();
        new Random(7).ints(length, ' ', '~').forEach(text::appendCodePoint);
        return text.toString();
    }

    @ParameterizedTest(name = "a bundle whose entry {0}")
    @MethodSource("badBundles")
    void isRefusedAndNothingIsWritten(String what, Reason reason, byte[] bytes) throws IOException {
        Path bundle = Files.write(place.resolve("bad.zip"), bytes);
        var reader = new BundleReader(new BundleLimits(20, 1000, 5, 800));

        Throwable refused = catchThrowable(() -> reader.unpack(bundle, place.resolve("in/to")));

        assertThat(refused).as(what).isInstanceOfSatisfying(BundleException.class, thrown -> {
            assertThat(thrown.reason()).isEqualTo(reason);
            assertThat(thrown.id()).matches("PEN-ARTIFACT-0\\d\\d");
            assertThat(thrown.getMessage())
                    .startsWith("The bundle bad.zip is refused")
                    .doesNotContain("\0", "\u001b");
        });
        assertThat(everythingIn(place)).containsExactlyInAnyOrder("bad.zip", "in");
    }

    @Test
    void namesThatDifferInCaseOnlyAreRefusedWhereTheyWouldBeOneFile() throws IOException {
        var names = new EntryNames("b.zip", false);
        names.add("src/Übung.txt", EntryKind.FILE);

        assertThatThrownBy(() -> names.add("SRC/u\u0308bung.TXT", EntryKind.FILE))
                .isInstanceOfSatisfying(
                        BundleException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.CASE_CLASH));
        new EntryNames("b.zip", true).add("src/A", EntryKind.FILE);
    }

    @Test
    void namesThatDifferInCaseOnlyAreKeptApartWhereTheyAreTwoFiles() throws IOException {
        Path bundle = Files.write(
                place.resolve("b.zip"),
                zip().add("a", RawZip.FILE, "1").add("A", RawZip.FILE, "2").bytes());
        if (!FolderUnpacker.caseMatters(place)) {
            return;
        }

        new BundleReader().unpack(bundle, place.resolve("to"));

        assertThat(place.resolve("to/a")).hasContent("1");
        assertThat(place.resolve("to/A")).hasContent("2");
    }

    @Test
    void aFolderThatIsInUseIsLeftAsItIs() throws IOException {
        Path bundle = Files.write(
                place.resolve("b.zip"), zip().add("a", RawZip.FILE, "1").bytes());
        Path used = Files.createDirectory(place.resolve("to"));
        Files.writeString(used.resolve("mine"), "kept");

        assertThatThrownBy(() -> new BundleReader().unpack(bundle, used))
                .isInstanceOf(DirectoryNotEmptyException.class);

        assertThat(everythingIn(place)).containsExactlyInAnyOrder("b.zip", "to", "to/mine");
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() throws IOException {
        byte[] good = zip().add("a/b", RawZip.FILE, "content")
                .add("l", RawZip.LINK, "a/b")
                .bytes();
        for (int length = 0; length < good.length; length++) {
            Path bundle = Files.write(place.resolve("cut.zip"), Arrays.copyOf(good, length));
            assertThatThrownBy(() -> new BundleReader().unpack(bundle, place.resolve("to")))
                    .isInstanceOf(BundleException.class);
        }
        assertThat(everythingIn(place)).containsExactly("cut.zip");
    }

    @Test
    void noChangeOfAFewBytesWritesAnythingOutsideOrFailsInAnotherWay() throws IOException {
        byte[] good = zip().add("a/b", RawZip.FILE, "content")
                .add("l", RawZip.LINK, "a/b")
                .bytes();
        var random = new Random(20261121);
        for (int round = 0; round < 500; round++) {
            byte[] changed = good.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Path bundle = Files.write(place.resolve("changed.zip"), changed);
            Path folder = place.resolve("to");
            Throwable refused = catchThrowable(() -> new BundleReader().unpack(bundle, folder));
            if (refused != null) {
                assertThat(refused).isInstanceOf(BundleException.class);
            }
            FolderRemoval.whole(folder);
            assertThat(everythingIn(place)).containsExactly("changed.zip");
        }
    }

    private static List<String> everythingIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .map(path -> folder.relativize(path).toString())
                    .toList();
        }
    }
}
