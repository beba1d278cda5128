package dev.penstock.local.journal;

import dev.penstock.journal.RunnerId;
import dev.penstock.journal.StoredTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which runners are alive. A runner holds a lock on a file beside the journal, which the system takes away when the
 * process ends, however it ends; and it has a lease, for a process that is there but hangs.
 */
final class Liveness {

    /**
     * Tells this process from others. Locks on files belong to a process: it must not look at one of its own, because on
     * POSIX systems that would give it up.
     */
    private static final UUID THIS_PROCESS = UUID.randomUUID();

    private record Held(FileChannel channel, FileLock lock) {}

    private final Path directory;
    private final Duration lease;
    private final InstantSource clock;
    private final Set<RunnerId> ours = ConcurrentHashMap.newKeySet();
    private final Map<RunnerId, Long> beats = new ConcurrentHashMap<>();
    private final Map<Long, Held> locks = new ConcurrentHashMap<>();

    Liveness(Path journal, Duration lease, InstantSource clock) {
        this.directory = journal.resolveSibling("runners");
        this.lease = lease;
        this.clock = clock;
    }

    UUID process() {
        return THIS_PROCESS;
    }

    long now() {
        return StoredTime.toNanos(clock.instant());
    }

    /** In nanoseconds. */
    long lease() {
        return lease.toNanos();
    }

    /** From now on the runner is alive as long as this process is, until it is {@linkplain #buried}. */
    void born(RunnerId runner) {
        ours.add(runner);
    }

    void buried(RunnerId runner) {
        ours.remove(runner);
        beats.remove(runner);
    }

    /** Notes when the lease of one of ours was renewed, in nanoseconds since 1970. */
    void beaten(RunnerId runner, long at) {
        beats.put(runner, at);
    }

    Optional<Duration> leaseAge(RunnerId runner) {
        return Optional.ofNullable(beats.get(runner)).map(at -> Duration.ofNanos(Math.max(0, now() - at)));
    }

    Set<RunnerId> ours() {
        return ours;
    }

    boolean isOurs(RunnerId runner) {
        return ours.contains(runner);
    }

    boolean isAlive(RunnerRow row) {
        if (isOurs(row.id())) {
            return true;
        }
        return now() < row.leaseUntil() && !hasProcessEnded(row);
    }

    /** Whether it is certain that a runner will never be heard of again. */
    boolean isGone(RunnerRow row) {
        boolean named = row.process().equals(RunnerRow.NO_PROCESS);
        return !isOurs(row.id()) && (named || (row.locked() && hasProcessEnded(row)));
    }

    private boolean hasProcessEnded(RunnerRow row) {
        if (!row.locked() || row.process().equals(THIS_PROCESS)) {
            return false;
        }
        // Shared, so that two who look at the same time do not take each other for the runner.
        try (FileChannel channel = FileChannel.open(file(row.number()), StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock != null;
        } catch (NoSuchFileException e) {
            return true;
        } catch (OverlappingFileLockException | IOException e) {
            return false;
        }
    }

    /** Takes the lock of a runner; says whether this file system has locks. */
    boolean lock(long number) {
        if (locks.containsKey(number)) {
            return true;
        }
        try {
            OwnerOnly.createDirectories(directory);
            OwnerOnly.createFile(file(number));
            FileChannel channel = FileChannel.open(file(number), StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return false;
            }
            locks.put(number, new Held(channel, lock));
            return true;
        } catch (OverlappingFileLockException | IOException e) {
            // The lease alone must do then.
            return false;
        }
    }

    void unlock(long number) {
        Held held = locks.remove(number);
        if (held != null) {
            // Removed before it is given up: whoever looks finds either a lock or no file.
            removeFile(number);
            try {
                held.channel().close();
            } catch (IOException e) {
                // The lock goes with the process.
            }
        }
    }

    void removeFile(long number) {
        try {
            Files.deleteIfExists(file(number));
        } catch (IOException e) {
            // An empty file is left over. Numbers are never used again, so it does no harm.
        }
    }

    private Path file(long number) {
        return directory.resolve(number + ".lock");
    }
}
