package dev.penstock.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the files of an artifact in what a build left behind (CodeBuild's phase UPLOAD_ARTIFACTS).
 */
final class ArtifactCollector {

    private final BuildSession session;
    private final BuildLog log;

    ArtifactCollector(BuildSession session, BuildLog log) {
        this.session = session;
        this.log = log;
    }

    /** Where an artifact's files may be: a folder as the build knows it, and the same on this machine. */
    private record Base(String path, Path folder) {}

    /**
     * Finds the files.
     *
     * @param files with variables already replaced
     * @throws NoFilesException if no file was found
     */
    CollectedArtifact collect(BuildspecArtifacts.Files files)
            throws IOException, InterruptedException, NoFilesException {
        String basePath = absolute(files.baseDirectory().orElse("."));
        List<Base> bases = bases(basePath);
        if (bases.isEmpty()) {
            throw new NoFilesException("no matching base directory path found for " + basePath);
        }
        Map<String, Path> found = new TreeMap<>();
        for (String pattern : files.patterns()) {
            int before = found.size();
            if (pattern.startsWith("/")) {
                collectAbsolute(pattern, files, found);
            } else {
                for (Base base : bases) {
                    expand(base, "", PathPattern.of(normalized(pattern)), files, found);
                }
            }
            log.line("Expanding " + pattern + ": found " + (found.size() - before) + " file(s)");
        }
        if (found.isEmpty()) {
            throw new NoFilesException("no matching artifact paths found");
        }
        return new CollectedArtifact(found, files.keepLinks());
    }

    /** A pattern outside the base directory: its leading slash is all that is left off. */
    private void collectAbsolute(String text, BuildspecArtifacts.Files files, Map<String, Path> found)
            throws IOException, InterruptedException {
        PathPattern pattern = PathPattern.of(normalized(text));
        int literal =
                Math.min(pattern.literalNames(), Math.max(0, pattern.names().size() - 1));
        String prefix = String.join("/", pattern.names().subList(0, literal));
        Optional<Path> folder = session.folder("/" + prefix);
        if (folder.isPresent()) {
            PathPattern rest = new PathPattern(
                    pattern.names().subList(literal, pattern.names().size()));
            expand(new Base("/" + prefix, folder.get()), prefix, rest, files, found);
        }
    }

    private void expand(
            Base base, String prefix, PathPattern pattern, BuildspecArtifacts.Files files, Map<String, Path> found)
            throws IOException {
        List<PathPattern> excluded =
                files.exclude().stream().map(PathPattern::of).toList();
        List<String> linksOut = FolderExpansion.files(base.folder(), pattern, files.keepLinks(), (path, file) -> {
            List<String> names = List.of(path.split("/"));
            if (excluded.stream().noneMatch(exclude -> exclude.covers(names))) {
                String full = prefix.isEmpty() ? path : prefix + "/" + path;
                put(files.discardPaths() ? names.getLast() : full, file, found);
            }
        });
        for (String link : linksOut) {
            log.line("Warning: " + link + " is left out, because it is a link that leads out of " + base.path() + ".");
        }
    }

    private void put(String name, Path file, Map<String, Path> found) {
        Path other = found.put(name, file);
        if (other != null && !other.equals(file)) {
            log.line("Warning: the artifact has several files " + name + "; the last one found is taken.");
        }
    }

    private List<Base> bases(String path) throws IOException, InterruptedException {
        PathPattern pattern = PathPattern.of(path);
        int literal = pattern.literalNames();
        String prefix = "/" + String.join("/", pattern.names().subList(0, literal));
        Optional<Path> root = session.folder(prefix);
        List<Base> bases = new ArrayList<>();
        if (root.isPresent()) {
            PathPattern rest = new PathPattern(
                    pattern.names().subList(literal, pattern.names().size()));
            FolderExpansion.folders(
                    root.get(),
                    rest,
                    (relative, folder) ->
                            bases.add(new Base(relative.isEmpty() ? prefix : prefix + "/" + relative, folder)));
        }
        return bases;
    }

    private String absolute(String path) {
        return normalized(path.startsWith("/") ? path : session.sourceDirectory() + "/" + path);
    }

    /** Without names that are a dot or two, as far as that is possible without looking at the disk. */
    private static String normalized(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..") && !names.isEmpty()) {
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", names);
    }

    /** There is nothing to put out; the message is CodeBuild's. */
    static final class NoFilesException extends Exception {

        private static final long serialVersionUID = 1L;

        NoFilesException(String message) {
            super(message);
        }
    }
}
