package dev.penstock.artifact;

import dev.penstock.artifact.BundleException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the files below a folder for a {@link BundleWriter}, without following links. */
final class FolderWalk {

    private final BundleWriter writer;
    private final Path top;
    private final Predicate<Path> include;
    private final boolean isPosix;

    private FolderWalk(BundleWriter writer, Path top, Predicate<Path> include) {
        this.writer = writer;
        this.top = top;
        this.include = include;
        this.isPosix = Files.getFileAttributeView(top, PosixFileAttributeView.class) != null;
    }

    static BundleWriter add(BundleWriter writer, String name, Path source, Predicate<Path> include) throws IOException {
        var walk = new FolderWalk(writer, source, include);
        if (name.isEmpty()) {
            walk.children("", source);
        } else {
            walk.visit(name, source);
        }
        return writer;
    }

    private boolean children(String name, Path folder) throws IOException {
        List<Path> children;
        try (Stream<Path> listed = Files.list(folder)) {
            children = listed.filter(child -> include.test(top.relativize(child)))
                    .sorted()
                    .toList();
        }
        for (Path child : children) {
            visit((name.isEmpty() ? "" : name + "/") + child.getFileName(), child);
        }
        return !children.isEmpty();
    }

    private void visit(String name, Path path) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        if (attributes.isSymbolicLink()) {
            writer.link(name, Files.readSymbolicLink(path).toString());
        } else if (attributes.isDirectory()) {
            if (!children(name, path)) {
                writer.emptyFolder(name);
            }
        } else if (attributes.isRegularFile()) {
            writer.file(name, isExecutable(attributes), path);
        } else {
            throw new BundleException(
                    Reason.SPECIAL_FILE, "to be written", name, "is neither a file, a folder nor a link");
        }
    }

    /** With permissions where the file system has them: asked for all at once, which is half of the work of a walk. */
    private BasicFileAttributes attributes(Path path) throws IOException {
        Class<? extends BasicFileAttributes> kind = isPosix ? PosixFileAttributes.class : BasicFileAttributes.class;
        return Files.readAttributes(path, kind, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether its owner may execute it, whoever asks: as Git has it. */
    private static boolean isExecutable(BasicFileAttributes attributes) {
        return attributes instanceof PosixFileAttributes posix
                && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }
}
