package dev.penstock.cli.command;

import dev.penstock.convert.Migration.FileChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes files of a folder. All texts are written beside their places before the first file changes, so that a full disk or a
 * folder that may not be written changes nothing; what goes, goes last.
 */
final class FolderChanges {

    private final Map<Path, Path> written = new LinkedHashMap<>();

    private FolderChanges() {}

    static void apply(Path root, List<FileChange> changes) throws IOException {
        FolderChanges folder = new FolderChanges();
        try {
            for (FileChange change : changes) {
                if (change.after().isPresent()) {
                    folder.write(root.resolve(change.path()), change.after().get());
                }
            }
            for (Map.Entry<Path, Path> file : folder.written.entrySet()) {
                Files.move(file.getValue(), file.getKey(), StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            for (Path beside : folder.written.values()) {
                Files.deleteIfExists(beside);
            }
        }
        for (FileChange change : changes) {
            if (change.after().isEmpty()) {
                Files.deleteIfExists(root.resolve(change.path()));
            }
        }
    }

    /** The file keeps its permissions, and a link stays one. */
    private void write(Path path, String text) throws IOException {
        Path place = Files.exists(path) ? path.toRealPath() : path;
        Path beside = free(place);
        written.put(place, beside);
        if (Files.exists(place)) {
            Files.copy(place, beside, StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(beside, text, StandardCharsets.UTF_8);
        } else {
            Files.writeString(beside, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        }
    }

    /** A name that no file has. */
    private static Path free(Path place) {
        Path beside = place.resolveSibling(place.getFileName() + ".new");
        for (int number = 2; Files.exists(beside); number++) {
            beside = place.resolveSibling(place.getFileName() + ".new" + number);
        }
        return beside;
    }
}
