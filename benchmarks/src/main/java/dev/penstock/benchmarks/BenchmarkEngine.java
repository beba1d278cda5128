package dev.penstock.benchmarks;

import dev.penstock.action.ManualApprovalAction;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.journal.Journal;
import dev.penstock.local.artifact.DirectoryArtifactStore;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** The engine as a program embeds it: SQLite journal on disk unless another is given, all else by default. */
final class BenchmarkEngine implements AutoCloseable {

    private final Journal journal;
    private final Engine engine;

    BenchmarkEngine(Path folder, IntFunction<String> body) throws IOException {
        this(folder, body, ExecutionListener.NONE);
    }

    BenchmarkEngine(Path folder, IntFunction<String> body, ExecutionListener listener) throws IOException {
        this(
                folder,
                body,
                listener,
                SqliteJournal.open(
                        folder.resolve("journal.db"),
                        SqliteJournalOptions.defaults().withNativeLibraries(folder.resolve("native"))));
    }

    BenchmarkEngine(Path folder, IntFunction<String> body, ExecutionListener listener, Journal journal)
            throws IOException {
        this.journal = journal;
        this.engine = Engine.builder(journal)
                .artifacts(new DirectoryArtifactStore(folder.resolve("artifacts")))
                .workFolder(folder.resolve("work"))
                .providers(List.of(new StepsAction(body), new ManualApprovalAction()))
                .listener(listener)
                .build();
    }

    Engine engine() {
        return engine;
    }

    /** A pipeline whose actions run one after the other, side by side with any number of its other executions. */
    static Pipeline pipeline(String name, List<ActionDeclaration> actions) {
        List<ActionDeclaration> inOrder = new ArrayList<>();
        for (ActionDeclaration action : actions) {
            inOrder.add(new ActionDeclaration(
                    action.name(),
                    action.type(),
                    inOrder.size() + 1,
                    action.configuration(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty()));
        }
        return new Pipeline(
                name,
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration("Work", inOrder)),
                ExecutionMode.PARALLEL,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    @Override
    public void close() {
        engine.close();
        journal.close();
    }
}
