package dev.penstock.simulator.state;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Contents by their SHA-256 digest: small ones in memory when nothing is kept, all others as files that are written
 * under another name and moved into place, so that a file that has a digest for its name is whole.
 */
public final class Blobs implements AutoCloseable {

    private static final int IN_MEMORY = 256 * 1024;

    private final Map<String, byte[]> memory = new ConcurrentHashMap<>();
    private final AtomicLong names = new AtomicLong();
    private final boolean keep;
    private @Nullable Path directory;

    private Blobs(boolean keep, @Nullable Path directory) {
        this.keep = keep;
        this.directory = directory;
    }

    static Blobs inMemory() {
        return new Blobs(false, null);
    }

    static Blobs in(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path unfinished : files.filter(f -> f.getFileName().toString().startsWith("new-"))
                    .toList()) {
                Files.delete(unfinished);
            }
        }
        return new Blobs(true, directory);
    }

    /**
     * Stores what a stream has to give.
     *
     * @throws IOException when the stream breaks off or the disk refuses
     */
    public Blob store(InputStream in) throws IOException {
        try (Writer writer = writer()) {
            in.transferTo(writer);
            return writer.finish();
        }
    }

    /** Stores bytes. */
    public Blob store(byte[] bytes) {
        try {
            return store(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A place to write contents to whose digest is known at the end. Closing it without finishing discards them. */
    public Writer writer() {
        return new Writer();
    }

    /**
     * Opens contents for reading.
     *
     * @param sha256 in lower-case hexadecimal
     * @throws UncheckedIOException when there are none of that digest
     */
    public InputStream open(String sha256) {
        byte[] bytes = memory.get(sha256);
        if (bytes != null) {
            return new ByteArrayInputStream(bytes);
        }
        try {
            return Files.newInputStream(file(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All bytes of contents that are known to be small. */
    public byte[] bytes(String sha256) {
        try (InputStream in = open(sha256)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there are contents of that digest. */
    public boolean has(String sha256) {
        return memory.containsKey(sha256) || (directory != null && Files.exists(file(sha256)));
    }

    /** Removes all contents but those of the given digests. */
    public void retain(Set<String> digests) {
        memory.keySet().retainAll(digests);
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!digests.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (!keep && directory != null) {
            retain(Set.of());
            try {
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                System.getLogger(Blobs.class.getName()).log(System.Logger.Level.DEBUG, "removing " + directory, e);
            }
        }
    }

    private Path file(String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new UncheckedIOException(new NoSuchFileException(sha256));
        }
        return directory().resolve(sha256);
    }

    private synchronized Path directory() {
        try {
            if (directory == null) {
                directory = Files.createTempDirectory("simulated-aws-");
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Contents that are being written. */
    public final class Writer extends OutputStream {

        private final MessageDigest sha256 = digest("SHA-256");
        private final MessageDigest md5 = digest("MD5");
        private final byte[] single = new byte[1];
        private @Nullable ByteArrayOutputStream small = keep ? null : new ByteArrayOutputStream();
        private @Nullable Path unfinished;
        private @Nullable OutputStream file;
        private long size;

        private Writer() {}

        /** How many bytes were written. */
        public long size() {
            return size;
        }

        @Override
        public void write(int b) throws IOException {
            single[0] = (byte) b;
            write(single, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sha256.update(bytes, offset, length);
            md5.update(bytes, offset, length);
            size += length;
            try {
                if (small != null && small.size() + length > IN_MEMORY) {
                    small.writeTo(file());
                    small = null;
                }
                if (small != null) {
                    small.write(bytes, offset, length);
                } else {
                    file().write(bytes, offset, length);
                }
            } catch (IOException e) {
                throw refused(e);
            }
        }

        /** Told apart from a sender that breaks off: that one needs no answer, and whoever sent this does. */
        private UncheckedIOException refused(IOException e) {
            return new UncheckedIOException("the simulator cannot keep what was sent: " + e.getMessage(), e);
        }

        /** Puts the contents in their place. */
        public Blob finish() throws IOException {
            String digest = HexFormat.of().formatHex(sha256.digest());
            if (small != null) {
                memory.put(digest, small.toByteArray());
                small = null;
            } else {
                try {
                    file().close();
                    Path written = Objects.requireNonNull(unfinished);
                    Files.move(written, directory().resolve(digest), StandardCopyOption.REPLACE_EXISTING);
                    unfinished = null;
                } catch (IOException e) {
                    throw refused(e);
                }
            }
            return new Blob(digest, HexFormat.of().formatHex(md5.digest()), size);
        }

        @Override
        public void close() throws IOException {
            try {
                if (file != null) {
                    file.close();
                }
            } finally {
                // Closing flushes, and fails again on a full disk: what was begun must make room all the same.
                if (unfinished != null) {
                    Files.deleteIfExists(unfinished);
                }
            }
        }

        private OutputStream file() throws IOException {
            OutputStream open = file;
            if (open == null) {
                unfinished = directory().resolve("new-" + names.incrementAndGet());
                open = new BufferedOutputStream(Files.newOutputStream(unfinished), 64 * 1024);
                file = open;
            }
            return open;
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
