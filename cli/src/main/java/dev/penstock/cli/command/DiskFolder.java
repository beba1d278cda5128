package dev.penstock.cli.command;

import dev.penstock.document.SourceText;
import dev.penstock.importing.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A project's folder on this machine. */
final class DiskFolder implements ProjectFolder {

    private final Path folder;
    private final Path shown;

    /**
     * A folder.
     *
     * @param shown the path that leads there from where the user is; files are named by it
     */
    DiskFolder(Path folder, Path shown) {
        this.folder = folder;
        this.shown = shown;
    }

    @Override
    public Optional<SourceText> file(String path) {
        Path file = folder.resolve(path);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(SourceText.read(shown.resolve(path).toString(), file))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> names(String path) {
        Path sought = folder.resolve(path);
        if (!Files.isDirectory(sought)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(sought)) {
            return children.map(child -> child.getFileName() + (Files.isDirectory(child) ? "/" : ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
