package dev.penstock.lambda.runner;

import dev.penstock.artifact.ArtifactStore;
import dev.penstock.build.BuildExecutor;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import dev.penstock.journal.Journal;
import dev.penstock.library.Machine;
import dev.penstock.metric.CountingCommands;
import dev.penstock.metric.HttpChecks;
import dev.penstock.metric.PrometheusServer;
import dev.penstock.source.SourceRepository;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A sandbox of Lambda as the machine that runs pipelines: it has a small folder and the network, no Git, no container engine,
 * and no time for builds.
 *
 * @param journal the shared journal; whoever opened it closes it
 * @param artifacts where artifacts are kept
 * @param sources where sources come from
 * @param workFolder below {@code /tmp}
 */
public record FunctionMachine(Journal journal, ArtifactStore artifacts, SourceRepository sources, Path workFolder)
        implements Machine {

    private static final String NOT_HERE = "A Lambda function runs no programs and has no network of its own.";

    @Override
    public BuildExecutor builds() {
        return (machine, log) -> {
            throw new IllegalStateException("CodeBuild runs the builds of a function");
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
            public void check(ImageBuildRequest request) throws ImageBuildException {
                throw refused();
            }

            @Override
            public PushedImage buildAndPush(ImageBuildRequest request, Consumer<String> log)
                    throws ImageBuildException {
                throw refused();
            }
        };
    }

    private static ImageBuildException refused() {
        return new ImageBuildException(
                ImageBuildException.Reason.ENGINE_NEEDED,
                "A Lambda function builds no images. Make the image in a build of CodeBuild, or have a worker or a build server"
                        + " go on with the execution (penstock work, penstock resume).");
    }

    @Override
    public PrometheusServer prometheus() {
        return (server, token, query, at) -> new PrometheusServer.Answer.Nothing(NOT_HERE);
    }

    @Override
    public HttpChecks httpChecks() {
        return (page, limit, allowPrivate) -> new HttpChecks.Outcome.Refused(NOT_HERE);
    }

    @Override
    public CountingCommands countingCommands() {
        return (run, environment, limit) -> new CountingCommands.Counts.Nothing(NOT_HERE);
    }

    @Override
    public void close() {
        // What was opened elsewhere is closed there.
    }
}
