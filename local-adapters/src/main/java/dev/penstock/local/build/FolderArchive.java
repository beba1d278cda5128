package dev.penstock.local.build;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Folders as the TAR archives that a Docker engine takes and gives. */
final class FolderArchive {

    private static final int FILE_MODE = 0644;
    private static final int EXECUTABLE_MODE = 0755;
    private static final int OWNER_EXECUTES = 0100;

    private FolderArchive() {}

    /** Packs what a folder holds, below a path without a leading slash. Links stay links; owners become root. */
    static void pack(Path folder, String below, Path archive) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(file, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                    TarArchiveEntry entry = new TarArchiveEntry(name(path) + "/");
                    entry.setMode(EXECUTABLE_MODE);
                    tar.putArchiveEntry(entry);
                    tar.closeArchiveEntry();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isSymbolicLink()) {
                        TarArchiveEntry entry = new TarArchiveEntry(name(path), TarConstants.LF_SYMLINK);
                        entry.setLinkName(Files.readSymbolicLink(path).toString());
                        tar.putArchiveEntry(entry);
                    } else {
                        TarArchiveEntry entry = new TarArchiveEntry(name(path));
                        entry.setSize(attributes.size());
                        entry.setMode(Files.isExecutable(path) ? EXECUTABLE_MODE : FILE_MODE);
                        entry.setModTime(attributes.lastModifiedTime());
                        tar.putArchiveEntry(entry);
                        Files.copy(path, tar);
                    }
                    tar.closeArchiveEntry();
                    return FileVisitResult.CONTINUE;
                }

                private String name(Path path) {
                    String relative = folder.relativize(path).toString();
                    return relative.isEmpty() ? below : below + "/" + relative;
                }
            });
        }
    }

    /**
     * Unpacks an archive into an empty folder. Files, folders and links are made, everything else is passed over; nothing
     * is ever written outside the folder or through a link.
     */
    static void unpack(InputStream archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(relative(entry.getName())).normalize();
                if (!path.startsWith(folder) || leadsThroughLink(folder, path)) {
                    throw new IOException("The container gave a file with the name " + entry.getName() + ".");
                }
                unpack(tar, entry, folder, path);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder, Path path)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Path other = folder.resolve(relative(entry.getLinkName())).normalize();
            if (other.startsWith(folder)
                    && !leadsThroughLink(folder, other)
                    && Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(other, path);
            }
        } else if (entry.isFile()) {
            Files.copy(tar, path);
            if ((entry.getMode() & OWNER_EXECUTES) != 0) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
                permissions.add(PosixFilePermission.OWNER_EXECUTE);
                Files.setPosixFilePermissions(path, permissions);
            }
        }
    }

    private static String relative(String name) {
        int start = 0;
        while (start < name.length() && name.charAt(start) == '/') {
            start++;
        }
        return name.substring(start);
    }

    private static boolean leadsThroughLink(Path folder, Path path) {
        Path parent = path.getParent();
        while (parent != null && parent.startsWith(folder) && !parent.equals(folder)) {
            if (Files.isSymbolicLink(parent)) {
                return true;
            }
            parent = parent.getParent();
        }
        return false;
    }
}
