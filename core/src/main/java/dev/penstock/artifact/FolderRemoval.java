package dev.penstock.artifact;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes folders with all that is in them. Links are removed, not followed. */
public final class FolderRemoval {

    private FolderRemoval() {}

    /**
     * Removes a folder, if it is there.
     *
     * @throws IOException if anything of it cannot be removed; what was visited before is gone
     */
    public static void whole(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(folder, new Remover());
        }
    }

    /** Removes of a folder what can be removed, and leaves the rest: for what does no harm where it stays. */
    public static void asFarAsPossible(Path folder) {
        try {
            Files.walkFileTree(folder, new PatientRemover());
        } catch (IOException e) {
            // Left behind; the visitor passes over all that has a reason to stay.
        }
    }

    private static class Remover extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            remove(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
            remove(folder);
            return FileVisitResult.CONTINUE;
        }

        void remove(Path path) throws IOException {
            Files.delete(path);
        }
    }

    private static final class PatientRemover extends Remover {

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        void remove(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // A folder that still holds something, or a file that may not be removed.
            }
        }
    }
}
