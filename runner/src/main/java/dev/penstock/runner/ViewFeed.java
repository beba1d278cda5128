package dev.penstock.runner;

import dev.penstock.action.Instruction;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.runner.project.LogFiles;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.view.ActionView;
import dev.penstock.runner.view.Display;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.ExecutionViews;
import dev.penstock.runner.view.StageView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what the engine tells of one execution into views for a display, and keeps what its actions say. */
public final class ViewFeed implements ExecutionListener {

    private final Pipeline pipeline;
    private final RunTarget target;
    private final ExecutionViews.Expectations expectations;
    private final Display display;
    private final LogFiles logs;
    private final Map<ActionAttempt, String> progress = new HashMap<>();
    private Optional<ExecutionState> last = Optional.empty();

    /** Views of the executions of a pipeline for a display; what its actions say goes to the logs as well. */
    public ViewFeed(
            Pipeline pipeline,
            RunTarget target,
            ExecutionViews.Expectations expectations,
            Display display,
            LogFiles logs) {
        this.pipeline = pipeline;
        this.target = target;
        this.expectations = expectations;
        this.display = display;
        this.logs = logs;
    }

    @Override
    public synchronized void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        for (ExecutionEvent event : events) {
            if (event instanceof ExecutionEvent.OfAction of) {
                // What is durable says more than what was told on the way to it.
                progress.remove(new ActionAttempt(of.stage(), of.action(), of.attempt()));
                if (of instanceof ExecutionEvent.ActionInstructed told) {
                    ActionAttempt attempt = new ActionAttempt(of.stage(), of.action(), of.attempt());
                    logged(state.id(), attempt, at, words(told.instruction()));
                }
            }
        }
        show(state);
    }

    private static String words(Instruction told) {
        return "Told to " + told.kind().word() + " by " + told.source()
                + (told.reason().isEmpty() ? "." : "");
    }

    /** Shows a state that was read from the journal. */
    synchronized void show(ExecutionState state) {
        last = Optional.of(state);
        display.update(view(state));
    }

    @Override
    public synchronized void progressed(ExecutionId execution, ActionAttempt action, String summary) {
        progress.put(action, summary);
        last.filter(state -> state.id().equals(execution)).ifPresent(state -> display.update(view(state)));
    }

    @Override
    public void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {
        logs.append(execution, action.stage(), action.action(), action.attempt(), at, line);
        display.log(action.stage(), action.action(), line);
    }

    /** The view of a state, with what was told of its actions since. */
    private ExecutionView view(ExecutionState state) {
        ExecutionView view = ExecutionViews.of(state, pipeline, target == RunTarget.SIMULATED, expectations);
        return progress.isEmpty()
                ? view
                : view.withStages(view.stages().stream().map(this::withProgress).toList());
    }

    private StageView withProgress(StageView stage) {
        return stage.withActions(stage.actions().stream()
                .map(action -> withProgress(stage, action))
                .toList());
    }

    private ActionView withProgress(StageView stage, ActionView action) {
        String told = progress.get(new ActionAttempt(stage.name(), action.name(), action.attempt()));
        return told == null || !action.status().isActive() ? action : action.withSummary(told);
    }
}
