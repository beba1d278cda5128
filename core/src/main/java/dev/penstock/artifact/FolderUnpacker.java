package dev.penstock.artifact;

import dev.penstock.artifact.BundleException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Writes checked entries into a fresh folder. Links come last, so that nothing is ever written through one. */
final class FolderUnpacker {

    private final ZipInput input;
    private final Path folder;

    FolderUnpacker(ZipInput input, Path folder) {
        this.input = input;
        this.folder = folder;
    }

    void unpack(List<ZipEntry> entries, Map<String, String> links) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        for (ZipEntry entry : entries) {
            Path path = place(entry.name());
            if (entry.kind() == EntryKind.FOLDER) {
                Files.createDirectories(path);
            } else if (entry.kind().isFile()) {
                Files.createDirectories(path.resolveSibling(""));
                try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
                    input.copy(entry, out);
                }
                if (posix && entry.kind() == EntryKind.EXECUTABLE) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
        for (Map.Entry<String, String> link : links.entrySet()) {
            Path path = place(link.getKey());
            Files.createDirectories(path.resolveSibling(""));
            Files.createSymbolicLink(path, Path.of(link.getValue()));
        }
        if (posix) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private Path place(String name) throws BundleException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw input.refused(
                    Reason.STRANGE_NAME,
                    name,
                    "has characters that this machine's file names cannot have (locale, LANG)");
        }
    }

    /** Whether the file system of a folder tells upper from lower case; asked by a file that is removed again. */
    static boolean caseMatters(Path folder) throws IOException {
        Path probe = Files.createFile(folder.resolve(".Case"));
        boolean matters = !Files.exists(folder.resolve(".CASE"), LinkOption.NOFOLLOW_LINKS);
        Files.delete(probe);
        return matters;
    }
}
