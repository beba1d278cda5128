package dev.penstock.cli.run;

import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.runner.project.LogFiles;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Tells what becomes of what a worker drives, a line each, and keeps what actions say. */
final class WorkFeed implements ExecutionListener {

    private final PrintStream out;
    private final LogFiles logs;

    WorkFeed(PrintStream out, LogFiles logs) {
        this.out = out;
        this.logs = logs;
    }

    @Override
    public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        for (ExecutionEvent event : events) {
            switch (event) {
                case ExecutionEvent.ExecutionEnded ended ->
                    say("Execution " + state.id() + " of " + state.pipeline() + " ended: " + word(ended) + ".");
                case ExecutionEvent.ActionFailed failed ->
                    say("Action " + failed.action() + " of execution " + state.id() + " failed: "
                            + failed.failure().message());
                default -> {
                    // Views and logs tell the rest.
                }
            }
        }
    }

    private static String word(ExecutionEvent.ExecutionEnded ended) {
        return ended.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {
        logs.append(execution, action.stage(), action.action(), action.attempt(), at, line);
    }

    @Override
    public void lost(ExecutionId execution, RuntimeException reason) {
        say("Execution " + execution + " cannot be driven on here: " + reason.getMessage());
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
