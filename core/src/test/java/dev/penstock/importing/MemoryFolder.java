package dev.penstock.importing;

import dev.penstock.document.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A project's folder whose files are texts by their paths. */
final class MemoryFolder implements ProjectFolder {

    private final TreeMap<String, String> files;

    MemoryFolder(Map<String, String> files) {
        this.files = new TreeMap<>(files);
    }

    @Override
    public Optional<SourceText> file(String path) {
        return Optional.ofNullable(files.get(path)).map(text -> SourceText.of(path, text));
    }

    @Override
    public List<String> names(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return files.keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .map(rest -> rest.contains("/") ? rest.substring(0, rest.indexOf('/') + 1) : rest)
                .distinct()
                .toList();
    }
}
