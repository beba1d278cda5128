package dev.penstock.aws.rollout;

import dev.penstock.artifact.ArtifactStore;
import dev.penstock.build.BuildExecutor;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import dev.penstock.journal.Journal;
import dev.penstock.library.Machine;
import dev.penstock.metric.CountingCommands;
import dev.penstock.metric.HttpChecks;
import dev.penstock.metric.PrometheusServer;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceRepository;
import dev.penstock.source.SourceRevision;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A machine that only deploys: it has no sources, and makes neither builds nor images. */
final class DeployingMachine implements Machine {

    private final InMemoryJournal journal = new InMemoryJournal();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final Path folder;

    DeployingMachine(Path folder) {
        this.folder = folder;
    }

    private static UnsupportedOperationException nothing() {
        return new UnsupportedOperationException("it only deploys");
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts;
    }

    @Override
    public SourceRepository sources() {
        return new SourceRepository() {
            @Override
            public SourceRevision resolve(SourceLocation location) {
                throw nothing();
            }

            @Override
            public void export(SourceLocation location, SourceRevision revision, Path bundle) {
                throw nothing();
            }
        };
    }

    @Override
    public BuildExecutor builds() {
        return (machine, log) -> {
            throw nothing();
        };
    }

    @Override
    public boolean runsBuilds() {
        return false;
    }

    @Override
    public ImageBuilder images() {
        return new ImageBuilder() {
            @Override
            public void check(ImageBuildRequest request) {
                throw nothing();
            }

            @Override
            public PushedImage buildAndPush(ImageBuildRequest request, Consumer<String> log) {
                throw nothing();
            }
        };
    }

    @Override
    public PrometheusServer prometheus() {
        return (server, token, query, at) -> {
            throw nothing();
        };
    }

    @Override
    public HttpChecks httpChecks() {
        return (page, limit, allowPrivate) -> {
            throw nothing();
        };
    }

    @Override
    public CountingCommands countingCommands() {
        return (run, environment, limit) -> {
            throw nothing();
        };
    }

    @Override
    public Path workFolder() {
        return folder.resolve("work");
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
