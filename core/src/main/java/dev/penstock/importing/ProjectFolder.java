package dev.penstock.importing;

import dev.penstock.document.SourceText;
import java.util.List;
import java.util.Optional;

/**
 * What stands beside a file that is imported: importers ask for what their tool would have read as well. Paths are meant from the
 * folder of the project, with {@code /}.
 */
public interface ProjectFolder {

    /** Nothing but the imported file is known. */
    ProjectFolder NONE = new ProjectFolder() {
        @Override
        public Optional<SourceText> file(String path) {
            return Optional.empty();
        }

        @Override
        public List<String> names(String folder) {
            return List.of();
        }
    };

    /** A file, under the name that the user knows it by; empty when there is none. */
    Optional<SourceText> file(String path);

    /** The names of the files and folders in a folder, in their order, those of folders with {@code /} at the end. */
    List<String> names(String folder);
}
