package dev.penstock.simulator.codebuild;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** ZIPs of sources and artifacts. */
final class ZippedFiles {

    /** What is done with a file of a ZIP. */
    interface Each {
        void accept(String name, InputStream contents) throws IOException;
    }

    private ZippedFiles() {}

    /** Goes through the files of a ZIP. */
    static void each(InputStream zip, Each each) throws IOException {
        try (ZipInputStream in = new ZipInputStream(zip)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    each.accept(entry.getName(), in);
                }
            }
        }
    }

    /**
     * Unpacks a ZIP with the permissions of its files. What would come to lie outside the folder is refused, and links are
     * left out.
     */
    static void unpack(Path zip, Path folder) throws IOException {
        Map<String, Object> settings = Map.of("enablePosixFileAttributes", true);
        try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), settings);
                Stream<Path> all = Files.walk(files.getPath("/"))) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path target =
                        folder.resolve(path.toString().replaceFirst("^/+", "")).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("the archive has a file outside of its own folder: " + path);
                }
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(path)) {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                    permit(path, target);
                }
            }
        }
    }

    /** Deletes a folder with all that is in it, as far as that can be done. */
    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.toList().reversed();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.getLogger(ZippedFiles.class.getName()).log(System.Logger.Level.DEBUG, "a build's folder stays", e);
        }
    }

    private static void permit(Path packed, Path target) throws IOException {
        if (!target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.copyOf(PosixFilePermissions.fromString("rw-r--r--"));
        permissions.addAll(Files.getPosixFilePermissions(packed));
        Files.setPosixFilePermissions(target, permissions);
    }
}
