package dev.penstock.local.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of estimates. Who writes reads it anew first, alone: a lock on a file beside it holds other processes off, and the
 * new file takes the old one's place in one step.
 */
final class DurationsFile {

    private static final Logger LOG = LoggerFactory.getLogger(FileDurations.class);

    /** A file of {@link Estimates#MOST} lines has a tenth of it. */
    private static final long LARGEST = 1024 * 1024;

    /** A lock on a file is the whole process's: threads wait for each other here. */
    private static final ReentrantLock WITHIN_THE_PROCESS = new ReentrantLock();

    private final Path file;
    private final AtomicBoolean warned = new AtomicBoolean();

    DurationsFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** What is known; nothing if there is no file, or none that can be read. */
    Estimates read() {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("it is larger than " + LARGEST + " bytes");
            }
            return Estimates.of(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Estimates.none();
        } catch (IOException | IllegalArgumentException e) {
            warn("What was learned of how long deployments take cannot be read from " + file + " and is learned anew: "
                    + e);
            return Estimates.none();
        }
    }

    /**
     * Adds what was learned to what is there.
     *
     * @return all of it; empty if it could not be written
     */
    Optional<Estimates> add(List<FileDurations.Took> learned) {
        WITHIN_THE_PROCESS.lock();
        try {
            Files.createDirectories(parent());
            try (FileChannel beside =
                            FileChannel.open(sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = beside.lock()) {
                Estimates all = read();
                learned.forEach(all::learn);
                replace(all.text());
                return Optional.of(all);
            }
        } catch (IOException e) {
            warn("What was learned of how long deployments take cannot be kept in " + file + ": " + e);
            return Optional.empty();
        } finally {
            WITHIN_THE_PROCESS.unlock();
        }
    }

    private void replace(List<String> lines) throws IOException {
        Path next = sibling(".next");
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(text);
            while (left.hasRemaining()) {
                out.write(left);
            }
            // Or a machine that loses power may have the new name with the content of neither.
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path parent() {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " is no file");
        }
        return parent;
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private void warn(String message) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn(message);
        }
    }
}
