package dev.penstock.execution;

import dev.penstock.execution.ExecutionEvent.ExecutionEnded;
import dev.penstock.execution.ExecutionEvent.StageFailed;
import dev.penstock.execution.ExecutionEvent.StageStopped;
import dev.penstock.execution.ExecutionEvent.StageSucceeded;
import dev.penstock.execution.StageState.Phase;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what follows from the state of an execution, one thing at a time. Pure: the rules of flow of CodePipeline (user
 * guide, "How pipeline executions work"), and nothing else.
 */
public final class Decider {

    private Decider() {}

    /** What follows next. */
    public static Decision decide(Pipeline pipeline, ExecutionState state) {
        return switch (state.progress()) {
            case Progress.Ended ignored -> new Decision.Wait();
            case Progress.Stopping stopping -> decideStopping(state, stopping);
            case Progress.Running ignored -> decideRunning(pipeline, state);
        };
    }

    private static Decision decideRunning(Pipeline pipeline, ExecutionState state) {
        Optional<StageState> latest = state.latestStage();
        if (latest.isEmpty()) {
            return new Decision.ComeTo(pipeline.stages().getFirst().name());
        }
        StageState stage = latest.get();
        if (state.brokenStage().isPresent()) {
            return decideBroken(state, state.brokenStage().get(), stage);
        }
        return switch (stage.phase()) {
            case QUEUED -> new Decision.ComeTo(stage.name());
            case RUNNING -> decideInStage(declared(pipeline, stage.name()), stage);
            case SUCCEEDED -> afterStage(pipeline, state, stage);
            case FAILED -> state.hasActiveActions() ? new Decision.Wait() : failed(stage);
            case STOPPED ->
                state.hasActiveActions()
                        ? new Decision.Wait()
                        : new Decision.Record(new ExecutionEnded(Outcome.STOPPED, ""));
        };
    }

    /** What went on after its stage has failed: what runs comes to its end, nothing more begins. */
    private static Decision decideBroken(ExecutionState state, StageState broken, StageState latest) {
        if (state.hasActiveActions()) {
            return new Decision.Wait();
        }
        return latest.phase() == Phase.RUNNING || latest.phase() == Phase.QUEUED
                ? new Decision.Record(new StageStopped(latest.name()))
                : failed(broken);
    }

    private static Decision decideInStage(StageDeclaration declared, StageState stage) {
        // Siblings of a failed action run to their end; later run orders do not start.
        if (stage.actions().stream().anyMatch(action -> failedInThisAttempt(stage, action))) {
            return stage.hasActiveActions() ? new Decision.Wait() : new Decision.Record(new StageFailed(stage.name()));
        }
        List<String> due = due(declared, stage);
        if (!due.isEmpty()) {
            return new Decision.Start(stage.name(), due);
        }
        return stage.isHeld() ? new Decision.Wait() : new Decision.Record(new StageSucceeded(stage.name()));
    }

    /** The actions of the lowest run order that has not wholly succeeded, as far as they do not run. */
    private static List<String> due(StageDeclaration declared, StageState stage) {
        int runOrder = Integer.MAX_VALUE;
        for (ActionDeclaration action : declared.actions()) {
            if (!hasSucceeded(stage, action)) {
                runOrder = Math.min(runOrder, action.runOrder());
            }
        }
        List<String> due = new ArrayList<>();
        for (ActionDeclaration action : declared.actions()) {
            if (action.runOrder() == runOrder && mayStart(stage, action)) {
                due.add(action.name());
            }
        }
        return due;
    }

    private static boolean hasSucceeded(StageState stage, ActionDeclaration action) {
        return stage.action(action.name())
                .map(known -> known.result().isPresent())
                .orElse(false);
    }

    private static boolean mayStart(StageState stage, ActionDeclaration action) {
        return stage.action(action.name())
                .map(known -> known.phase().hasEnded()
                        && !(known.phase() instanceof ActionPhase.Succeeded)
                        && !failedInThisAttempt(stage, known))
                .orElse(true);
    }

    /** Whether an action failed since the stage was last entered; one that failed before a retry is due again. */
    private static boolean failedInThisAttempt(StageState stage, ActionState action) {
        return switch (action.phase()) {
            case ActionPhase.Failed ignored -> startedInThisAttempt(stage, action);
            case ActionPhase.Abandoned ignored -> startedInThisAttempt(stage, action);
            case ActionPhase.Running ignored -> false;
            case ActionPhase.Waiting ignored -> false;
            case ActionPhase.Succeeded ignored -> false;
        };
    }

    private static boolean startedInThisAttempt(StageState stage, ActionState action) {
        return action.stageAttempt() == stage.attempt();
    }

    private static Decision afterStage(Pipeline pipeline, ExecutionState state, StageState stage) {
        List<StageDeclaration> stages = pipeline.stages();
        for (int i = 0; i < stages.size() - 1; i++) {
            if (stages.get(i).name().equals(stage.name())) {
                return new Decision.ComeTo(stages.get(i + 1).name());
            }
        }
        return state.hasActiveActions()
                ? new Decision.Wait()
                : new Decision.Record(new ExecutionEnded(Outcome.SUCCEEDED, ""));
    }

    private static Decision failed(StageState stage) {
        // The first failure in declared order speaks for the stage; what was rolled back or superseded says more than a
        // plain failure beside it.
        ActionFailure failure = null;
        String action = "";
        for (ActionState each : stage.actions()) {
            if (each.phase() instanceof ActionPhase.Failed failed
                    && (failure == null
                            || (failure.kind().outcome() == Outcome.FAILED
                                    && failed.failure().kind().outcome() != Outcome.FAILED))) {
                failure = failed.failure();
                action = each.name();
            }
        }
        if (failure == null) {
            return new Decision.Record(new ExecutionEnded(Outcome.FAILED, "stage " + stage.name() + " failed"));
        }
        return new Decision.Record(new ExecutionEnded(
                failure.kind().outcome(), "action " + action + " of stage " + stage.name() + ": " + failure.message()));
    }

    private static Decision decideStopping(ExecutionState state, Progress.Stopping stopping) {
        for (StageState stage : state.stages()) {
            if (stage.hasActiveActions()) {
                return stopping.abandon()
                        ? new Decision.Abandon(stage.name(), activeActions(stage))
                        : new Decision.Wait();
            }
        }
        Optional<StageState> latest = state.latestStage();
        if (latest.isPresent()) {
            StageState stage = latest.get();
            if (stage.phase() == Phase.RUNNING || stage.phase() == Phase.QUEUED) {
                return new Decision.Record(new StageStopped(stage.name()));
            }
        }
        return new Decision.Record(new ExecutionEnded(Outcome.STOPPED, stoppedBy(stopping)));
    }

    private static String stoppedBy(Progress.Stopping stopping) {
        String by = "stopped by " + stopping.by();
        return stopping.reason().isEmpty() ? by : by + ": " + stopping.reason();
    }

    private static List<String> activeActions(StageState stage) {
        return stage.actions().stream()
                .filter(action -> !action.phase().hasEnded())
                .map(ActionState::name)
                .toList();
    }

    private static StageDeclaration declared(Pipeline pipeline, String stage) {
        return pipeline.stage(stage)
                .orElseThrow(() -> new IllegalStateException("the definition has no stage " + stage));
    }
}
