package dev.penstock.local.image;

import dev.penstock.image.IgnoreFile;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuildRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that a Dockerfile may copy: the context folder without what {@code .dockerignore} leaves behind. A {@code
 * <Dockerfile>.dockerignore} beside the Dockerfile goes before.
 */
final class BuildContext {

    private final Path folder;
    private final SortedMap<String, Path> files;

    private BuildContext(Path folder, SortedMap<String, Path> files) {
        this.folder = folder;
        this.files = files;
    }

    static BuildContext of(ImageBuildRequest request) throws IOException {
        Path folder = request.context();
        IgnoreFile ignore = ignoreFile(request);
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (!name.isEmpty() && !ignore.ignores(name)) {
                    files.put(name, path);
                }
            }
        }
        return new BuildContext(folder, files);
    }

    private static IgnoreFile ignoreFile(ImageBuildRequest request) throws IOException {
        Path own = request.dockerfile().resolveSibling(request.dockerfile().getFileName() + ".dockerignore");
        Path common = request.context().resolve(".dockerignore");
        for (Path file : new Path[] {own, common}) {
            if (Files.isRegularFile(file)) {
                return IgnoreFile.parse(Files.readString(file));
            }
        }
        return IgnoreFile.NONE;
    }

    /** Files, folders and links by their names relative to the folder, sorted. */
    SortedMap<String, Path> files() {
        return files;
    }

    /** The folder. */
    Path folder() {
        return folder;
    }

    /** The text of the Dockerfile of a request. */
    static String dockerfileText(ImageBuildRequest request) throws IOException {
        if (!Files.isRegularFile(request.dockerfile())) {
            throw new ImageBuildException(
                    Reason.NO_DOCKERFILE, "There is no Dockerfile '" + request.dockerfile() + "'.");
        }
        return Files.readString(request.dockerfile());
    }

    /** How the Dockerfile is named in messages: as seen from the context. */
    static String dockerfileName(ImageBuildRequest request) {
        Path dockerfile = request.dockerfile();
        return dockerfile.startsWith(request.context())
                ? request.context().relativize(dockerfile).toString()
                : dockerfile.toString();
    }
}
