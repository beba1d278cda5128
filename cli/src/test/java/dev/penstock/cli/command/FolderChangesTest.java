package dev.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.convert.Migration.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderChangesTest {

    @TempDir
    private Path folder;

    @Test
    void changesNothingWhenOneFileCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("changed"), "before");
        Files.writeString(folder.resolve("gone"), "before");

        assertThatThrownBy(() -> FolderChanges.apply(
                        folder,
                        List.of(
                                change("gone", Optional.empty()),
                                change("new", Optional.of("after")),
                                change("changed", Optional.of("after")),
                                change("nowhere/file", Optional.of("after")))))
                .isInstanceOf(NoSuchFileException.class);

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("changed", "gone");
        assertThat(folder.resolve("changed")).hasContent("before");
    }

    @Test
    void keepsPermissionsLinksAndFilesOfLikeNames() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "before");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(folder.resolve("link"), real);
        Files.writeString(folder.resolve("real.new"), "of the user");

        FolderChanges.apply(folder, List.of(change("link", Optional.of("after"))));

        assertThat(folder.resolve("link")).isSymbolicLink();
        assertThat(real).hasContent("after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rwxr-x---");
        assertThat(folder.resolve("real.new")).hasContent("of the user");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("link", "real", "real.new");
    }

    private static FileChange change(String path, Optional<String> after) {
        return new FileChange(path, Optional.of("before"), after);
    }
}
