package dev.penstock.library;

import dev.penstock.artifact.ArtifactStore;
import dev.penstock.build.BuildExecutor;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import dev.penstock.journal.Journal;
import dev.penstock.metric.CountingCommands;
import dev.penstock.metric.HttpChecks;
import dev.penstock.metric.PrometheusServer;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceRepository;
import dev.penstock.source.SourceRevision;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A machine like that of a function, for reading configurations: nothing is done on it. */
record NoMachine() implements Machine {

    private static IllegalStateException nothing() {
        return new IllegalStateException("a configuration is only read here");
    }

    @Override
    public Journal journal() {
        throw nothing();
    }

    @Override
    public ArtifactStore artifacts() {
        throw nothing();
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
                // Whoever makes the image says what is wrong with its Dockerfile.
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
        throw nothing();
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
