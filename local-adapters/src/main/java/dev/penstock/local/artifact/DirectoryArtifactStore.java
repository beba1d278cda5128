package dev.penstock.local.artifact;

import dev.penstock.artifact.ArtifactMissingException;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * Keeps bundles in a folder, under {@code sha256/ab/ab12…}. A bundle is on the disk before its name is, so a name is never
 * seen without all of its bytes; bytes are compared with their digest whenever a bundle is opened. Safe for use by many
 * threads and processes.
 */
public final class DirectoryArtifactStore implements ArtifactStore {

    private final Path folder;
    private final Path incoming;

    /** Keeps bundles in a folder, which is made when it is first needed. */
    public DirectoryArtifactStore(Path folder) {
        this.folder = folder;
        this.incoming = folder.resolve("incoming");
    }

    @Override
    public ArtifactReference put(Path bundle) throws IOException {
        Files.createDirectories(incoming);
        Path half = Files.createTempFile(incoming, "", ".zip");
        try {
            var reference = copy(bundle, half);
            Path kept = place(reference.digest());
            Files.createDirectories(kept.resolveSibling(""));
            // Over what may be there: it has the same bytes, or it is damaged.
            Files.move(half, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(kept.resolveSibling(""));
            return reference;
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static ArtifactReference copy(Path from, Path to) throws IOException {
        MessageDigest digest = Digest.sha256();
        long size;
        try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest);
                OutputStream out = Files.newOutputStream(to)) {
            size = in.transferTo(out);
        }
        force(to);
        return new ArtifactReference(Digest.of(digest), size);
    }

    @Override
    public Path open(ArtifactReference reference) throws IOException {
        Path kept = place(reference.digest());
        if (!Files.isRegularFile(kept)) {
            throw new ArtifactMissingException(reference, "is not in " + folder);
        }
        MessageDigest digest = Digest.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(kept), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!Digest.of(digest).equals(reference.digest())) {
            throw new ArtifactMissingException(reference, "is damaged: " + kept + " has other bytes");
        }
        return kept;
    }

    private Path place(Digest digest) {
        return folder.resolve("sha256").resolve(digest.hex().substring(0, 2)).resolve(digest.hex() + ".zip");
    }

    /** To the disk. Folders cannot be opened for this on Windows, where it is not needed either. */
    private static void force(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path);
        if (isFolder && path.getFileSystem().getSeparator().equals("\\")) {
            return;
        }
        try (FileChannel channel =
                FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
