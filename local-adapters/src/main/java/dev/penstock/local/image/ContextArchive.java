package dev.penstock.local.image;

import dev.penstock.image.ImageBuildRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A build context as the archive that an engine takes: the same for the same files, whenever they were written. */
final class ContextArchive {

    private static final String IGNORE_FILE = ".dockerignore";

    /** The Dockerfile's name in the archive when it is ignored or lies outside: one that no context has. */
    private static final String HIDDEN_DOCKERFILE = ".penstock.Dockerfile";

    private ContextArchive() {}

    /**
     * Writes the archive.
     *
     * @return the name of the Dockerfile in it
     */
    static String write(ImageBuildRequest request, BuildContext context, Path archive) throws IOException {
        String dockerfile = BuildContext.dockerfileName(request);
        boolean hidden = !context.files().containsKey(dockerfile);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                var tar = new TarArchiveOutputStream(file, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Map.Entry<String, Path> entry : context.files().entrySet()) {
                if (!entry.getKey().equals(IGNORE_FILE)) {
                    add(tar, entry.getKey(), entry.getValue());
                }
            }
            if (hidden) {
                add(tar, HIDDEN_DOCKERFILE, request.dockerfile());
            }
            addIgnoreFile(tar, context, hidden);
            tar.finish();
        }
        return hidden ? HIDDEN_DOCKERFILE : dockerfile;
    }

    /** What is ignored is not in the archive; the engine's own rules then only keep the hidden Dockerfile out of copies. */
    private static void addIgnoreFile(TarArchiveOutputStream tar, BuildContext context, boolean hidden)
            throws IOException {
        Path own = context.files().get(IGNORE_FILE);
        if (own == null && !hidden) {
            return;
        }
        String rules = (own == null ? IGNORE_FILE + "\n" : Files.readString(own))
                + (hidden ? "\n" + HIDDEN_DOCKERFILE + "\n" : "");
        byte[] bytes = rules.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(IGNORE_FILE);
        entry.setMode(0644);
        entry.setSize(bytes.length);
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static void add(TarArchiveOutputStream tar, String name, Path path) throws IOException {
        TarArchiveEntry entry;
        if (Files.isSymbolicLink(path)) {
            entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(Files.readSymbolicLink(path).toString());
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            entry = new TarArchiveEntry(name + "/");
            entry.setMode(ImagePath.FOLDER_MODE);
        } else if (Files.isRegularFile(path)) {
            entry = new TarArchiveEntry(name);
            entry.setMode(Files.isExecutable(path) ? ImagePath.FOLDER_MODE : 0644);
            entry.setSize(Files.size(path));
        } else {
            return;
        }
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        if (entry.getSize() > 0) {
            Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
    }
}
