package dev.penstock.cli.run;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.runner.PastDurations;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.view.Advice;
import dev.penstock.runner.view.Display;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.ExecutionViews;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Follows an execution by looking into the journal again and again, without touching it. */
public final class Watching {

    private static final long LOOK_AGAIN_MILLIS = 250;

    private final Surroundings surroundings;
    private final Advice advice;
    private final OutputFormat format;

    /** Watches for people or for programs. */
    public Watching(Surroundings surroundings, Advice advice, OutputFormat format) {
        this.surroundings = surroundings;
        this.advice = advice;
        this.format = format;
    }

    /** Follows the execution to its end, or until nobody runs it any more. */
    public ExitCode follow(RunTarget target, Journal journal, ExecutionId id) throws InterruptedException {
        var reader = new ExecutionReader(journal);
        ExecutionState first = reader.state(id).orElseThrow();
        Pipeline pipeline = reader.definition(first);
        ExecutionViews.Expectations expectations = new PastDurations(journal, first.pipeline());
        // Simulated time is where the execution is; nobody else can tell.
        AtomicReference<ExecutionState> newest = new AtomicReference<>(first);
        InstantSource clock = target == RunTarget.SIMULATED ? () -> newest.get().updatedAt() : InstantSource.system();
        long begun = System.nanoTime();
        var interruption = new Interruption();
        ExecutionView view;
        try (Display display = Displays.of(format, surroundings, advice, clock, false)) {
            while (true) {
                ExecutionState state = reader.state(id).orElseThrow();
                newest.set(state);
                view = ExecutionViews.of(state, pipeline, target == RunTarget.SIMULATED, expectations);
                display.update(view);
                if (view.status().hasEnded() || journal.holder(id).isEmpty()) {
                    break;
                }
                if (interruption.waitFor(LOOK_AGAIN_MILLIS)) {
                    // Only the looking ends: the execution goes on where it runs.
                    return interruption.first().getNow(ExitCode.INTERRUPTED);
                }
            }
        }
        return Ending.tell(view, Duration.ofNanos(System.nanoTime() - begun), format, surroundings, advice);
    }
}
