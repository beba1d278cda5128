package dev.penstock.local;

import dev.penstock.artifact.ArtifactStore;
import dev.penstock.build.BuildExecutor;
import dev.penstock.image.ImageBuilder;
import dev.penstock.journal.Journal;
import dev.penstock.library.Machine;
import dev.penstock.local.artifact.DirectoryArtifactStore;
import dev.penstock.local.build.LocalBuildExecutor;
import dev.penstock.local.image.BaseImages;
import dev.penstock.local.image.LocalImageBuilder;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
import dev.penstock.local.metric.HttpPrometheusServer;
import dev.penstock.local.metric.ProgramCounts;
import dev.penstock.local.metric.SafeHttpChecks;
import dev.penstock.local.schema.SchemaPrograms;
import dev.penstock.local.source.LocalSources;
import dev.penstock.metric.CountingCommands;
import dev.penstock.metric.HttpChecks;
import dev.penstock.metric.PrometheusServer;
import dev.penstock.schema.SchemaCommands;
import dev.penstock.secret.Masker;
import dev.penstock.secret.Secret;
import dev.penstock.source.SourceRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This machine behind the ports: a SQLite journal, artifacts in a folder, Git, builds on the host and in containers, images
 * by the container engine or without one. Each part is made when it is first asked for.
 */
public final class LocalMachine implements Machine {

    /** A secret key of AWS has 40 characters. What a simulated account takes for one is a word that is no secret. */
    private static final int SHORTEST_KEY = 20;

    private final Path state;
    private final Path cache;
    private final Path artifactFolder;
    private final Map<String, String> environment;
    private final Masker masker;
    private final BaseImages baseImages;
    private @Nullable Journal journal;
    private boolean closed;
    private @Nullable LocalBuildExecutor builds;
    private @Nullable ImageBuilder images;

    /**
     * A machine.
     *
     * @param state the folder of the journal and of what actions work in
     * @param cache the folder of what can be fetched again: clones, base images, native libraries
     * @param artifactFolder the folder of the artifacts
     * @param environment the environment variables that sources and builds may look at
     * @param masker learns each secret before it is used
     * @param baseImages what is taken in place of a base image that cannot be pulled
     */
    public LocalMachine(
            Path state,
            Path cache,
            Path artifactFolder,
            Map<String, String> environment,
            Masker masker,
            BaseImages baseImages) {
        this.state = state;
        this.cache = cache;
        this.artifactFolder = artifactFolder;
        this.environment = Map.copyOf(environment);
        this.masker = masker;
        this.baseImages = baseImages;
        // Builds may be given them, and print their environment.
        for (String name : List.of("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")) {
            String value = this.environment.getOrDefault(name, "");
            if (value.length() >= SHORTEST_KEY) {
                masker.register(Secret.of(value));
            }
        }
    }

    /** A machine that keeps everything in one folder, and uses this process's environment. */
    public static LocalMachine at(Path folder, Masker masker) {
        return new LocalMachine(
                folder,
                folder.resolve("cache"),
                folder.resolve("artifacts"),
                System.getenv(),
                masker,
                BaseImages.REAL_ONLY);
    }

    /**
     * Begins to open the journal, while the program reads its definition or does something else that takes a while. What is wrong
     * with it is thrown where {@link #journal} is asked for.
     */
    public LocalMachine openAhead() {
        Thread.ofPlatform().daemon().name("penstock-journal-ahead").start(this::openUnlessClosed);
        return this;
    }

    private synchronized void openUnlessClosed() {
        try {
            if (!closed) {
                journal();
            }
        } catch (RuntimeException e) {
            // Whoever asks for the journal finds it again, and has somebody to tell.
            return;
        }
    }

    @Override
    public synchronized Journal journal() {
        Journal known = journal;
        if (known == null) {
            known = SqliteJournal.open(
                    state.resolve("journal.db"),
                    SqliteJournalOptions.defaults().withNativeLibraries(cache.resolve("native")));
            journal = known;
        }
        return known;
    }

    @Override
    public ArtifactStore artifacts() {
        return new DirectoryArtifactStore(artifactFolder);
    }

    @Override
    public SourceRepository sources() {
        Path home = Path.of(System.getProperty("user.home", "."));
        return new LocalSources(cache.resolve("git"), home, environment, masker);
    }

    @Override
    public synchronized BuildExecutor builds() {
        LocalBuildExecutor known = builds;
        if (known == null) {
            known = new LocalBuildExecutor(environment);
            builds = known;
        }
        return known;
    }

    @Override
    public synchronized ImageBuilder images() {
        ImageBuilder known = images;
        if (known == null) {
            known = new LocalImageBuilder(cache.resolve("images"), baseImages);
            images = known;
        }
        return known;
    }

    @Override
    public PrometheusServer prometheus() {
        return new HttpPrometheusServer(environment, masker);
    }

    @Override
    public HttpChecks httpChecks() {
        return new SafeHttpChecks();
    }

    @Override
    public CountingCommands countingCommands() {
        return new ProgramCounts(masker);
    }

    @Override
    public SchemaCommands schemaCommands() {
        return new SchemaPrograms(masker);
    }

    @Override
    public Path workFolder() {
        return state.resolve("work");
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (builds != null) {
                builds.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (journal != null) {
                journal.close();
            }
        }
    }
}
