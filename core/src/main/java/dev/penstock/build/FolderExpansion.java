package dev.penstock.build;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds what a {@link PathPattern} stands for below a folder. Looks only into folders that the pattern can reach. Links
 * are followed as far as they stay below the folder, and never round in a circle.
 */
final class FolderExpansion {

    private final Path root;
    private final Path realRoot;
    private final boolean keepLinks;
    private final List<String> names;
    private final BiConsumer<String, Path> found;
    private final Set<Path> open = new HashSet<>();
    private final List<String> linksOut = new ArrayList<>();

    private FolderExpansion(Path root, PathPattern pattern, boolean keepLinks, BiConsumer<String, Path> found)
            throws IOException {
        this.root = root.normalize();
        this.realRoot = root.toRealPath();
        this.open.add(realRoot);
        this.keepLinks = keepLinks;
        this.names = pattern.names();
        this.found = found;
    }

    /**
     * Finds files; a pattern that names a folder without a wildcard stands for all files in it.
     *
     * @param keepLinks whether a link is found as such, instead of what it leads to
     * @param found told of every file, with its path relative to the folder
     * @return links that lead out of the folder, which are left out
     */
    static List<String> files(Path root, PathPattern pattern, boolean keepLinks, BiConsumer<String, Path> found)
            throws IOException {
        FolderExpansion expansion = new FolderExpansion(root, pattern, keepLinks, found);
        expansion.expand(expansion.root, "", 0);
        return expansion.linksOut;
    }

    /** Finds folders, with their paths relative to the folder. */
    static void folders(Path root, PathPattern pattern, BiConsumer<String, Path> found) throws IOException {
        if (pattern.names().isEmpty()) {
            found.accept("", root);
            return;
        }
        FolderExpansion expansion = new FolderExpansion(root, pattern, false, found);
        expansion.expandFolders(expansion.root, "", 0);
    }

    private void expandFolders(Path folder, String path, int index) throws IOException {
        for (Path child : children(folder, names.get(index))) {
            String childPath = join(path, child);
            if (!Files.isDirectory(child) || leadsOut(child, childPath)) {
                continue;
            }
            if (index == names.size() - 1) {
                found.accept(childPath, child);
            } else {
                expandFolders(child, childPath, index + 1);
            }
        }
    }

    private void expand(Path folder, String path, int index) throws IOException {
        if (index == names.size()) {
            takeAll(folder, path);
            return;
        }
        String name = names.get(index);
        boolean last = index == names.size() - 1;
        if (PathPattern.isAnyFolders(name)) {
            if (last) {
                takeAll(folder, path);
                return;
            }
            expand(folder, path, index + 1);
            forEachFolder(folder, path, (child, childPath) -> expand(child, childPath, index));
            return;
        }
        for (Path child : children(folder, name)) {
            String childPath = join(path, child);
            if (!last) {
                enter(child, childPath, (inner, innerPath) -> expand(inner, innerPath, index + 1));
            } else if (!isFolder(child)) {
                take(child, childPath);
            } else if (!PathPattern.hasWildcard(name)) {
                enter(child, childPath, this::takeAll);
            }
        }
    }

    private void takeAll(Path folder, String path) throws IOException {
        for (Path child : children(folder, "*")) {
            String childPath = join(path, child);
            if (isFolder(child)) {
                enter(child, childPath, this::takeAll);
            } else {
                take(child, childPath);
            }
        }
    }

    private void take(Path file, String path) throws IOException {
        if (keepLinks && Files.isSymbolicLink(file)) {
            Path target = file.resolveSibling(Files.readSymbolicLink(file)).normalize();
            if (Files.readSymbolicLink(file).isAbsolute() || !target.startsWith(root)) {
                linksOut.add(path);
            } else {
                found.accept(path, file);
            }
        } else if (Files.isRegularFile(file) && !leadsOut(file, path)) {
            found.accept(path, file);
        }
    }

    private boolean isFolder(Path path) {
        return keepLinks ? Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) : Files.isDirectory(path);
    }

    private void forEachFolder(Path folder, String path, FolderVisitor visitor) throws IOException {
        for (Path child : children(folder, "*")) {
            if (isFolder(child)) {
                enter(child, join(path, child), visitor);
            }
        }
    }

    private void enter(Path folder, String path, FolderVisitor visitor) throws IOException {
        if (!isFolder(folder) || leadsOut(folder, path)) {
            return;
        }
        Path real = folder.toRealPath();
        if (open.add(real)) {
            visitor.visit(folder, path);
            open.remove(real);
        }
    }

    private boolean leadsOut(Path path, String relative) throws IOException {
        if (path.toRealPath().startsWith(realRoot)) {
            return false;
        }
        linksOut.add(relative);
        return true;
    }

    /** The children of a folder that a part of the pattern stands for, in the order of their names. */
    private List<Path> children(Path folder, String name) throws IOException {
        if (!PathPattern.hasWildcard(name)) {
            Path child = folder.resolve(name);
            boolean inside = child.normalize().startsWith(root);
            return inside && Files.exists(child, LinkOption.NOFOLLOW_LINKS) ? List.of(child) : List.of();
        }
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path child : stream) {
                if (PathPattern.nameMatches(name, String.valueOf(child.getFileName()))) {
                    children.add(child);
                }
            }
        }
        children.sort(null);
        return children;
    }

    private static String join(String path, Path child) {
        String name = String.valueOf(child.getFileName());
        return path.isEmpty() ? name : path + "/" + name;
    }

    @FunctionalInterface
    private interface FolderVisitor {
        void visit(Path folder, String path) throws IOException;
    }
}
