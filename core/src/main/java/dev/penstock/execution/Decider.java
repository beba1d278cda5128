package dev.penstock.execution;

import dev.penstock.execution.ExecutionEvent.ExecutionEnded;
import dev.penstock.execution.ExecutionEvent.StageStopped;
import dev.penstock.execution.StageState.Phase;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
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
            case RUNNING -> StageDecider.decide(declared(pipeline, stage.name()), stage);
            case SUCCEEDED, SKIPPED -> afterStage(pipeline, state, stage);
            case ROLLED_BACK -> rolledBack(stage);
            case FAILED -> state.hasActiveActions() ? new Decision.Wait() : failed(stage);
            case STOPPED ->
                state.hasActiveActions()
                        ? new Decision.Wait()
                        : new Decision.Record(new ExecutionEnded(Outcome.STOPPED, ""));
        };
    }

    /** What went on after its stage has failed: what runs comes to its end, nothing more begins. */
    private static Decision decideBroken(ExecutionState state, StageState broken, StageState latest) {
        Optional<ConditionState> open = latest.openCondition();
        if (open.isPresent()) {
            return StageDecider.cancel(latest, open.get(), ConditionState.Status.CANCELLED);
        }
        if (state.hasActiveActions()) {
            return new Decision.Wait();
        }
        return latest.phase() == Phase.RUNNING || latest.phase() == Phase.QUEUED
                ? new Decision.Record(new StageStopped(latest.name()))
                : failed(broken);
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
        return new Decision.Record(
                stage.rollback().map(rollback -> notRolledBack(stage, rollback)).orElseGet(() -> failedFor(stage)));
    }

    private static ExecutionEnded failedFor(StageState stage) {
        Optional<GraphState> turned = stage.graph().filter(graph -> graph.back().isPresent());
        if (turned.isPresent()) {
            return GraphCourse.ended(stage, turned.get(), turned.get().back().get());
        }
        Optional<ActionState> speaking = StageDecider.firstFailure(stage);
        if (speaking.isPresent() && speaking.get().phase() instanceof ActionPhase.Failed failed) {
            ActionFailure failure = failed.failure();
            return new ExecutionEnded(
                    failure.kind().outcome(),
                    "action " + speaking.get().name() + " of stage " + stage.name() + ": " + failure.message());
        }
        return new ExecutionEnded(
                Outcome.FAILED, StageDecider.unmet(stage).orElse("stage " + stage.name() + " failed"));
    }

    private static ExecutionEnded notRolledBack(StageState stage, StageRollback rollback) {
        String obstacle = switch (rollback) {
            case StageRollback.Impossible impossible -> impossible.obstacle();
            case StageRollback.To to ->
                "going back to execution " + to.target() + " failed: "
                        + failedFor(stage).reason();
        };
        return new ExecutionEnded(Outcome.FAILED, partOfASentence(rollback.cause()) + "; " + obstacle);
    }

    private static String partOfASentence(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static Decision rolledBack(StageState stage) {
        String target = stage.rollback()
                .map(rollback ->
                        rollback instanceof StageRollback.To to ? to.target().toString() : "")
                .orElse("");
        String cause = stage.rollback().map(StageRollback::cause).orElse("");
        return new Decision.Record(new ExecutionEnded(
                Outcome.ROLLED_BACK,
                partOfASentence(cause) + "; stage " + stage.name() + " has gone back to what execution " + target
                        + " brought"));
    }

    private static Decision decideStopping(ExecutionState state, Progress.Stopping stopping) {
        for (StageState stage : state.stages()) {
            Optional<ConditionState> open = stage.openCondition();
            if (open.isPresent()) {
                // Rules only look: nothing is lost by not waiting for them.
                return StageDecider.cancel(
                        stage,
                        open.get(),
                        stopping.abandon() ? ConditionState.Status.ABANDONED : ConditionState.Status.CANCELLED);
            }
            if (stage.hasActiveActions()) {
                return stopping.abandon()
                        ? new Decision.Abandon(stage.name(), GraphCourse.abandoned(stage, activeActions(stage)))
                        : GraphCourse.stopping(stage, stoppedBy(stopping)).orElseGet(Decision.Wait::new);
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
        return stage.work().stream()
                .filter(action -> !action.phase().hasEnded())
                .map(ActionState::name)
                .toList();
    }

    private static StageDeclaration declared(Pipeline pipeline, String stage) {
        return pipeline.stage(stage)
                .orElseThrow(() -> new IllegalStateException("the definition has no stage " + stage));
    }
}
