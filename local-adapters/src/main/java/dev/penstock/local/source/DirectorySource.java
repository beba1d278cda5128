package dev.penstock.local.source;

import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.source.SourceException;
import dev.penstock.source.SourceRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a folder as it is, with everything in it, whether Git ignores it or not: what is tried out is what lies there. Only
 * {@code .git} and {@code .penstock} stay behind. The revision is the digest of names, contents and what is executable.
 */
final class DirectorySource {

    private static final Set<String> LEFT_BEHIND = Set.of(".git", ".penstock");

    private final Path folder;

    DirectorySource(Path folder) {
        this.folder = folder;
    }

    SourceRevision resolve() throws IOException {
        Digest content = files().contentDigest();
        Optional<SourceRevision.Commit> commit = WorkingTree.around(folder).map(tree -> tree.describe(content));
        String summary = commit.map(known -> known.id().substring(0, 8) + " " + firstLine(known.message()))
                .orElseGet(() ->
                        "folder " + folder.toAbsolutePath().normalize().getFileName() + " at " + content.abbreviated());
        return new SourceRevision(content.value(), summary, commit);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    void export(SourceRevision revision, Path bundle) throws IOException {
        Digest written = files().write(bundle);
        if (!written.value().equals(revision.revisionId())) {
            Files.delete(bundle);
            throw new SourceException("The folder '" + folder
                    + "' was changed after its revision was taken. Start a new execution for the new content.");
        }
    }

    private BundleWriter files() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new SourceException("There is no folder '" + folder + "', where the settings say that a source is.");
        }
        return new BundleWriter()
                .folder(folder, path -> !LEFT_BEHIND.contains(path.getFileName().toString()));
    }
}
