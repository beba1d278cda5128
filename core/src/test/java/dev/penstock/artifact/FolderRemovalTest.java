package dev.penstock.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRemovalTest {

    @TempDir
    private Path place;

    private Path folder = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        folder = place.resolve("work");
        Files.createDirectories(folder.resolve("below"));
        Files.writeString(folder.resolve("below/file"), "x");
        Files.writeString(place.resolve("kept"), "x");
        Files.createDirectory(place.resolve("elsewhere"));
        Files.writeString(place.resolve("elsewhere/file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), place.resolve("elsewhere"));
    }

    @Test
    void removesAllThatIsInItAndFollowsNoLink() throws IOException {
        FolderRemoval.whole(folder);
        assertThat(folder).doesNotExist();
        assertThat(place.resolve("elsewhere/file")).exists();
        FolderRemoval.whole(folder);
    }

    @Test
    void removesWhatCanBeRemovedAndSaysNothingOfTheRest() throws IOException {
        FolderRemoval.asFarAsPossible(folder);
        assertThat(folder).doesNotExist();
        assertThat(place.resolve("elsewhere/file")).exists();
        FolderRemoval.asFarAsPossible(folder);
    }

    @Test
    void whatMayNotBeRemovedIsAnErrorOrStays() throws IOException {
        Path locked = folder.resolve("below");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(locked), "this user may remove anything");
        try {
            assertThatThrownBy(() -> FolderRemoval.whole(folder)).isInstanceOf(AccessDeniedException.class);
            FolderRemoval.asFarAsPossible(folder);
            assertThat(locked.resolve("file")).exists();
            assertThat(folder.resolve("link")).doesNotExist();
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
