package dev.penstock.benchmarks;

import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Durable executions of a few sequential steps, started by as many clients as there are. Public, because it is called by
 * the harness that measures other engines as well.
 */
public final class Steps implements AutoCloseable {

    private final Path folder;
    private final Pipeline pipeline;
    private final IntFunction<String> body;
    private Optional<BenchmarkEngine> engine = Optional.empty();

    /**
     * Executions in a folder.
     *
     * @param folder is made where it is missing
     * @param steps how many each has
     * @param actions whether each step is an action of its own, and not a step of one action
     * @param body what each step does, given the step's number
     */
    public Steps(Path folder, int steps, boolean actions, IntFunction<String> body) {
        this.folder = folder;
        this.body = body;
        List<ActionDeclaration> declared = new ArrayList<>();
        for (int i = 0; i < (actions ? steps : 1); i++) {
            declared.add(StepsAction.declaration("Step" + i, actions ? 1 : steps));
        }
        this.pipeline = BenchmarkEngine.pipeline("steps", declared);
    }

    /** Opens the engine. */
    public void start() throws IOException {
        engine = Optional.of(new BenchmarkEngine(folder, body));
    }

    /** Runs one execution; returns when its end is durable. */
    public void runOne() throws InterruptedException, ExecutionException {
        var running = engine.orElseThrow().engine();
        ExecutionState end = running.whenEnded(running.start(pipeline, StartRequest.by("benchmark")))
                .get();
        if (!end.outcome().equals(Optional.of(Outcome.SUCCEEDED))) {
            throw new IllegalStateException("an execution ended with " + end.outcome());
        }
    }

    /** How many bytes lie in the folder. */
    public long storedBytes() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Steps::size).sum();
        } catch (IOException | UncheckedIOException e) {
            // A file went away while it was looked at.
            return -1;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        engine.ifPresent(BenchmarkEngine::close);
    }
}
