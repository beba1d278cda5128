package dev.penstock.local.source;

import dev.penstock.artifact.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The bare repository into which the commits of one remote repository are fetched. One user at a time. */
final class GitCache implements GitOrigin {

    /** A file lock is held by the whole process, so threads need a lock of their own. */
    private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path folder;

    private final GitAddress address;
    private final Optional<GitCredentials> credentials;
    private final Path home;

    GitCache(Path caches, GitAddress address, Optional<GitCredentials> credentials, Path home) {
        String name =
                Digest.of(address.toString().getBytes(StandardCharsets.UTF_8)).hex();
        this.folder = caches.toAbsolutePath().resolve("git").resolve(name.substring(0, 16));
        this.address = address;
        this.credentials = credentials;
        this.home = home;
    }

    @Override
    public <T> T with(Work<T> work) throws IOException {
        GitIsolation.install();
        Files.createDirectories(folder.resolveSibling(""));
        ReentrantLock thread = THREADS.computeIfAbsent(folder, path -> new ReentrantLock());
        thread.lock();
        try (FileChannel channel = FileChannel.open(
                folder.resolveSibling(folder.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            // Held until the channel is closed.
            channel.lock();
            try (Repository repository = open()) {
                return work.on(repository, new GitFetch(address, credentials, home, repository));
            }
        } finally {
            thread.unlock();
        }
    }

    private Repository open() throws IOException {
        Repository repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
        if (!((FileRepository) repository).getObjectDatabase().exists()) {
            repository.create(true);
        }
        // Housekeeping in the background would outlive the lock, and whoever removes the cache would meet its files.
        repository
                .getConfig()
                .setBoolean(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTODETACH, false);
        return repository;
    }
}
