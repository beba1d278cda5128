package dev.penstock.execution;

import dev.penstock.action.Instruction;
import dev.penstock.execution.ExecutionEvent.ActionAbandoned;
import dev.penstock.execution.ExecutionEvent.ActionAdvanced;
import dev.penstock.execution.ExecutionEvent.ActionFailed;
import dev.penstock.execution.ExecutionEvent.ActionInstructed;
import dev.penstock.execution.ExecutionEvent.ActionPassed;
import dev.penstock.execution.ExecutionEvent.ActionStarted;
import dev.penstock.execution.ExecutionEvent.ActionSucceeded;
import dev.penstock.execution.ExecutionEvent.ActionWaiting;
import dev.penstock.execution.ExecutionEvent.ApprovalAnswered;
import dev.penstock.execution.ExecutionEvent.ExecutionEnded;
import dev.penstock.execution.ExecutionEvent.ExecutionStarted;
import dev.penstock.execution.ExecutionEvent.GraphTurnedBack;
import dev.penstock.execution.ExecutionEvent.OfAction;
import dev.penstock.execution.ExecutionEvent.OfCondition;
import dev.penstock.execution.ExecutionEvent.StageEntered;
import dev.penstock.execution.ExecutionEvent.StageFailed;
import dev.penstock.execution.ExecutionEvent.StageQueued;
import dev.penstock.execution.ExecutionEvent.StageRestarted;
import dev.penstock.execution.ExecutionEvent.StageRetried;
import dev.penstock.execution.ExecutionEvent.StageRollbackBegun;
import dev.penstock.execution.ExecutionEvent.StageRollbackRefused;
import dev.penstock.execution.ExecutionEvent.StageRolledBack;
import dev.penstock.execution.ExecutionEvent.StageSkipped;
import dev.penstock.execution.ExecutionEvent.StageStopped;
import dev.penstock.execution.ExecutionEvent.StageSucceeded;
import dev.penstock.execution.ExecutionEvent.StopRequested;
import dev.penstock.execution.StageState.Phase;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.RuleName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The transitions of an execution: from a state and a fact to the next state. Pure. */
final class Transitions {

    private Transitions() {}

    static ExecutionState apply(ExecutionState state, ExecutionEvent event, Instant at) throws Impossible {
        return switch (event) {
            case ExecutionStarted ignored -> throw new Impossible("it has started already");
            case StageQueued queued -> withNewStage(state, queued.stage(), Phase.QUEUED, Optional.empty(), at);
            case StageEntered entered -> enter(state, entered, at);
            case GraphTurnedBack turned -> turnBack(state, turned, at);
            case StageSucceeded succeeded -> endStage(state, succeeded.stage(), Phase.SUCCEEDED, at);
            case StageFailed failed -> endStage(state, failed.stage(), Phase.FAILED, at);
            case StageStopped stopped -> endStage(state, stopped.stage(), Phase.STOPPED, at);
            case StageSkipped skipped -> ConditionTransitions.skip(state, skipped, at);
            case StageRestarted restarted -> ConditionTransitions.restart(state, restarted, at);
            case StageRollbackBegun back -> ConditionTransitions.goBack(state, back, at);
            case StageRollbackRefused refused -> ConditionTransitions.stay(state, refused, at);
            case StageRolledBack back -> ConditionTransitions.wentBack(state, back, at);
            case OfCondition condition -> ConditionTransitions.apply(state, condition, at);
            case StageRetried retried -> retry(state, retried, at);
            case OfAction ofAction -> applyToAction(state, ofAction, at);
            case StopRequested stop -> stop(state, stop, at);
            case ExecutionEnded ended -> end(state, ended, at);
        };
    }

    private static ExecutionState enter(ExecutionState state, StageEntered entered, Instant at) throws Impossible {
        requireNotEnded(state);
        String stage = entered.stage();
        Optional<GraphState> graph = entered.graph().map(given -> new GraphState(given, Optional.empty()));
        Optional<StageState> known = state.stage(stage);
        if (known.isEmpty()) {
            return withNewStage(state, stage, Phase.RUNNING, graph, at);
        }
        StageState queued = known.get();
        require(queued.phase() == Phase.QUEUED, "stage " + stage + " is " + queued.phase());
        return with(
                state,
                queued.in(Phase.RUNNING, queued.attempt(), at, Optional.of(at), queued.actions())
                        .grouped(graph),
                at);
    }

    private static ExecutionState turnBack(ExecutionState state, GraphTurnedBack turned, Instant at) throws Impossible {
        requireNotEnded(state);
        StageState stage = stage(state, turned.stage());
        require(stage.phase() == Phase.RUNNING, "stage " + turned.stage() + " is " + stage.phase());
        require(stage.graph().isPresent(), "stage " + turned.stage() + " has no release graph");
        require(stage.graph().get().back().isEmpty(), "its release graph goes back already");
        return with(state, stage.turnedBack(turned.why()), at);
    }

    private static ExecutionState withNewStage(
            ExecutionState state, String stage, Phase phase, Optional<GraphState> graph, Instant at) throws Impossible {
        requireNotEnded(state);
        if (state.stage(stage).isPresent()) {
            throw new Impossible("it has come to stage " + stage + " already");
        }
        Optional<StageState> latest = state.latestStage();
        require(
                latest.isEmpty() || latest.get().phase().isPassed(),
                "the stage before " + stage + " has not succeeded");
        Optional<Instant> enteredAt = phase == Phase.RUNNING ? Optional.of(at) : Optional.empty();
        return with(state, new StageState(stage, phase, 1, at, enteredAt, List.of()).grouped(graph), at);
    }

    private static ExecutionState endStage(ExecutionState state, String name, Phase phase, Instant at)
            throws Impossible {
        requireNotEnded(state);
        StageState stage = stage(state, name);
        boolean mayEnd = stage.phase() == Phase.RUNNING || (stage.phase() == Phase.QUEUED && phase == Phase.STOPPED);
        require(mayEnd, "stage " + name + " is " + stage.phase());
        boolean waitedFor = phase == Phase.SUCCEEDED ? stage.isHeld() : stage.hasActiveActions();
        require(!waitedFor, "an action of stage " + name + " has not ended");
        require(stage.openCondition().isEmpty(), "a condition of stage " + name + " has not ended");
        return with(state, stage.in(phase, at), at);
    }

    private static ExecutionState retry(ExecutionState state, StageRetried retried, Instant at) throws Impossible {
        StageState stage = stage(state, retried.stage());
        require(
                stage.phase() == Phase.FAILED || stage.phase() == Phase.STOPPED,
                "stage " + retried.stage() + " has not failed, it is " + stage.phase());
        require(state.progress() instanceof Progress.Ended, "it has not ended");
        var again = stage.in(Phase.QUEUED, stage.attempt() + 1, at, Optional.empty(), kept(stage, retried.mode(), at))
                // Whether there is something to go back to is found out again; a way back that has failed goes on.
                .with(stage.rollback().filter(StageRollback.To.class::isInstance));
        return copy(state, new Progress.Running(), replaced(state.stages(), again), at);
    }

    /** The actions of a stage as its next try begins with them. */
    static List<ActionState> kept(StageState stage, RetryMode mode, Instant at) {
        List<ActionState> kept = new ArrayList<>();
        for (ActionState action : stage.actions()) {
            boolean succeeded = action.phase() instanceof ActionPhase.Succeeded;
            // The attempts are kept so that the next one gets the next number; Decider starts those that did not
            // succeed.
            if (succeeded && mode == RetryMode.ALL_ACTIONS) {
                kept.add(action.in(new ActionPhase.Abandoned(at), at));
            } else {
                kept.add(action);
            }
        }
        return kept;
    }

    private static ExecutionState applyToAction(ExecutionState state, OfAction event, Instant at) throws Impossible {
        requireNotEnded(state);
        StageState stage = stage(state, event.stage());
        boolean isTail =
                stage.action(event.action()).filter(ActionState::isTail).isPresent();
        require(
                stage.phase() == Phase.RUNNING || (stage.phase() == Phase.SUCCEEDED && isTail),
                "stage " + stage.name() + " is " + stage.phase());
        if (event instanceof ActionStarted started) {
            ConditionTransitions.requireOpen(stage, started.action());
            return with(state, stage.with(start(stage, started, at)), at);
        }
        ActionState action = stage.action(event.action())
                .orElseThrow(() -> new Impossible("action " + event.action() + " was not started"));
        require(
                action.attempt() == event.attempt(),
                "attempt " + action.attempt() + " of action " + action.name() + " is the newest");
        require(!action.phase().hasEnded(), "action " + action.name() + " has ended");
        if (event instanceof ActionPassed passed) {
            require(action.mayPass(passed.point()), "action " + action.name() + " has let others begin already");
            var on = new ActionPhase.Running(passed.state(), passed.summary(), List.of());
            return with(state, stage.with(action.passing(passed.result(), passed.point(), on, at)), at);
        }
        ActionPhase next = switch (event) {
            case ActionPassed ignored -> throw new Impossible("it has let others begin already");
            case ActionStarted ignored -> throw new Impossible("it has started already");
            case ActionAdvanced advanced -> new ActionPhase.Running(advanced.state(), advanced.summary(), List.of());
            case ActionWaiting waiting ->
                new ActionPhase.Waiting(
                        waiting.state(), waiting.until(), waiting.summary(), Optional.empty(), List.of());
            case ApprovalAnswered answered -> answer(action, answered);
            case ActionInstructed instructed -> instruct(action, instructed.instruction());
            case ActionSucceeded succeeded -> new ActionPhase.Succeeded(succeeded.result(), at);
            case ActionFailed failed -> new ActionPhase.Failed(failed.failure(), at);
            case ActionAbandoned ignored -> new ActionPhase.Abandoned(at);
        };
        return with(state, stage.with(action.in(next, at)), at);
    }

    private static ActionState start(StageState stage, ActionStarted started, Instant at) throws Impossible {
        Optional<ActionState> before = stage.action(started.action());
        int attempt = before.map(ActionState::attempt).orElse(0) + 1;
        require(started.attempt() == attempt, "the next attempt of action " + started.action() + " is " + attempt);
        if (before.isPresent()) {
            ActionPhase phase = before.get().phase();
            // Rules are asked anew in every try of their stage.
            boolean isOutdated = RuleName.of(started.action()).isPresent()
                    && phase.hasEnded()
                    && before.get().stageAttempt() != stage.attempt();
            require(
                    phase instanceof ActionPhase.Failed || phase instanceof ActionPhase.Abandoned || isOutdated,
                    "the attempt before has not failed");
        }
        return new ActionState(
                started.action(),
                attempt,
                stage.attempt(),
                at,
                started.deadline(),
                started.takes(),
                Optional.empty(),
                Optional.empty(),
                new ActionPhase.Running(started.state(), "", List.of()));
    }

    private static ActionPhase answer(ActionState action, ApprovalAnswered answered) throws Impossible {
        if (action.phase() instanceof ActionPhase.Waiting waiting
                && waiting.until().openQuestion().isPresent()
                && waiting.answer().isEmpty()) {
            return new ActionPhase.Waiting(
                    waiting.state(),
                    waiting.until(),
                    waiting.summary(),
                    Optional.of(answered.answer()),
                    waiting.instructions());
        }
        throw new Impossible("action " + action.name() + " does not wait for an approval");
    }

    private static ActionPhase instruct(ActionState action, Instruction instruction) throws Impossible {
        require(
                action.takes().contains(instruction.kind()),
                "action " + action.name() + " takes no " + instruction.kind());
        List<Instruction> told = new ArrayList<>(action.phase().instructions());
        told.add(instruction);
        return switch (action.phase()) {
            case ActionPhase.Running running -> new ActionPhase.Running(running.state(), running.summary(), told);
            case ActionPhase.Waiting waiting ->
                new ActionPhase.Waiting(waiting.state(), waiting.until(), waiting.summary(), waiting.answer(), told);
            case ActionPhase.Succeeded ignored -> throw new Impossible("it has ended");
            case ActionPhase.Failed ignored -> throw new Impossible("it has ended");
            case ActionPhase.Abandoned ignored -> throw new Impossible("it has ended");
        };
    }

    private static ExecutionState stop(ExecutionState state, StopRequested stop, Instant at) throws Impossible {
        requireNotEnded(state);
        return progressing(state, new Progress.Stopping(stop.abandon(), stop.reason(), stop.by()), at);
    }

    private static ExecutionState end(ExecutionState state, ExecutionEnded ended, Instant at) throws Impossible {
        requireNotEnded(state);
        Optional<StageState> latest = state.latestStage();
        if (ended.outcome() == Outcome.SUCCEEDED) {
            require(latest.isPresent() && latest.get().phase().isPassed(), "its last stage has not succeeded");
        }
        require(!state.hasActiveActions(), "an action has not ended");
        return progressing(state, new Progress.Ended(ended.outcome(), ended.reason(), at), at);
    }

    private static ExecutionState progressing(ExecutionState state, Progress progress, Instant at) {
        return copy(state, progress, state.stages(), at);
    }

    static ExecutionState with(ExecutionState state, StageState changed, Instant at) {
        return copy(state, state.progress(), replaced(state.stages(), changed), at);
    }

    static ExecutionState copy(ExecutionState state, Progress progress, List<StageState> stages, Instant at) {
        return new ExecutionState(
                state.id(),
                state.pipeline(),
                state.definition(),
                state.trigger(),
                state.variables(),
                state.labels(),
                state.startedAt(),
                at,
                progress,
                stages,
                state.facts() + 1);
    }

    static List<StageState> replaced(List<StageState> stages, StageState changed) {
        List<StageState> next = new ArrayList<>(stages.size() + 1);
        boolean found = false;
        for (StageState stage : stages) {
            boolean same = stage.name().equals(changed.name());
            next.add(same ? changed : stage);
            found |= same;
        }
        if (!found) {
            next.add(changed);
        }
        return next;
    }

    static StageState stage(ExecutionState state, String name) throws Impossible {
        return state.stage(name).orElseThrow(() -> new Impossible("it has not come to stage " + name));
    }

    static void requireNotEnded(ExecutionState state) throws Impossible {
        require(!(state.progress() instanceof Progress.Ended), "it has ended");
    }

    static void require(boolean holds, String otherwise) throws Impossible {
        if (!holds) {
            throw new Impossible(otherwise);
        }
    }

    /** Why a fact cannot have happened. Checked, so that the caller adds the history. */
    static final class Impossible extends Exception {

        private static final long serialVersionUID = 1L;

        Impossible(String reason) {
            super(reason, null, false, false);
        }
    }
}
