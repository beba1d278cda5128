package dev.penstock.library;

import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.build.BuildExecutor;
import dev.penstock.image.ImageBuilder;
import dev.penstock.journal.Journal;
import dev.penstock.metric.CountingCommands;
import dev.penstock.metric.HttpChecks;
import dev.penstock.metric.PrometheusServer;
import dev.penstock.schema.SchemaCommands;
import dev.penstock.source.SourceRepository;
import java.nio.file.Path;

/** The machine that runs pipelines, behind the ports. What is not used is not opened. */
public interface Machine extends AutoCloseable {

    /** Where executions are kept. */
    Journal journal();

    /** Where artifacts are kept. */
    ArtifactStore artifacts();

    /** Where sources come from. */
    SourceRepository sources();

    /** What runs builds. */
    BuildExecutor builds();

    /** Whether it runs builds; where it does not, AWS CodeBuild runs them, in the projects that the actions name. */
    default boolean runsBuilds() {
        return true;
    }

    /** What builds images. */
    ImageBuilder images();

    /** Servers that answer PromQL. */
    PrometheusServer prometheus();

    /** Pages that are asked for. */
    HttpChecks httpChecks();

    /** Programs that count. */
    CountingCommands countingCommands();

    /** Programs that tell the history of a database's schema. A machine that runs none refuses each. */
    default SchemaCommands schemaCommands() {
        return (run, environment, limit) -> {
            throw new RemoteCallException(
                    RemoteCallException.Kind.INVALID,
                    "schema:history",
                    "",
                    "Here, no programs are run, and '" + run.getFirst()
                            + "' tells the history of the schema. Have a worker or a build server go on with the execution"
                            + " (penstock work, penstock resume).",
                    new UnsupportedOperationException(run.getFirst()));
        };
    }

    /** Where actions work; holds nothing that cannot be made again. */
    Path workFolder();

    @Override
    void close();
}
