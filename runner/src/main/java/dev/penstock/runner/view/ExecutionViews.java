package dev.penstock.runner.view;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ConditionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rollout.ReleaseProgress;
import dev.penstock.runner.view.StageView.ConditionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes views out of states. */
public final class ExecutionViews {

    private ExecutionViews() {}

    /** How long an action usually takes. */
    @FunctionalInterface
    public interface Expectations {

        /** Nothing is known. */
        Expectations NONE = (stage, action) -> Optional.empty();

        /** How long the action usually takes, if that is known. */
        Optional<Duration> of(String stage, String action);
    }

    /** The view of a state, with the stages and actions that are still to come. */
    public static ExecutionView of(
            ExecutionState state, Pipeline pipeline, boolean simulated, Expectations expectations) {
        return new ExecutionView(
                state.id(),
                state.pipeline(),
                simulated,
                status(state),
                state.outcome(),
                reason(state.progress()),
                state.startedAt(),
                state.progress() instanceof Progress.Ended ended ? Optional.of(ended.at()) : Optional.empty(),
                pipeline.stages().stream()
                        .map(stage -> stage(stage, state.stage(stage.name()), expectations))
                        .toList());
    }

    private static ViewStatus status(ExecutionState state) {
        return switch (state.progress()) {
            case Progress.Running ignored -> ViewStatus.IN_PROGRESS;
            case Progress.Stopping ignored -> ViewStatus.STOPPING;
            case Progress.Ended ended -> status(ended.outcome());
        };
    }

    /** The status of what ended so. */
    public static ViewStatus status(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> ViewStatus.SUCCEEDED;
            case FAILED -> ViewStatus.FAILED;
            case ROLLED_BACK -> ViewStatus.ROLLED_BACK;
            case SUPERSEDED -> ViewStatus.SUPERSEDED;
            case STOPPED -> ViewStatus.STOPPED;
            case INCONCLUSIVE -> ViewStatus.INCONCLUSIVE;
        };
    }

    private static String reason(Progress progress) {
        return switch (progress) {
            case Progress.Running ignored -> "";
            case Progress.Stopping stopping -> stopping.reason();
            case Progress.Ended ended -> ended.reason();
        };
    }

    private static StageView stage(StageDeclaration declared, Optional<StageState> state, Expectations expectations) {
        ViewStatus status = state.map(ExecutionViews::stageStatus).orElse(ViewStatus.WAITING);
        return new StageView(
                declared.name(),
                state.map(StageState::attempt).orElse(0),
                status,
                state.flatMap(StageState::enteredAt),
                status.hasEnded() ? state.map(StageState::since) : Optional.empty(),
                Stream.of(
                                rules(declared, ConditionKind.BEFORE_ENTRY),
                                declared.actions().stream(),
                                rules(declared, ConditionKind.ON_SUCCESS),
                                rules(declared, ConditionKind.ON_FAILURE))
                        .flatMap(Function.identity())
                        .map(work -> action(
                                work,
                                state.flatMap(stage -> stage.action(work.name())),
                                expectations.of(declared.name(), work.name())))
                        .toList(),
                state.map(ExecutionViews::conditions).orElse(List.of()));
    }

    private static Stream<ActionDeclaration> rules(StageDeclaration declared, ConditionKind kind) {
        return declared.condition(kind).stream()
                .flatMap(condition -> condition.rules().stream())
                .map(rule -> rule.asAction(kind));
    }

    private static List<ConditionView> conditions(StageState stage) {
        return stage.conditions().stream()
                .filter(condition -> condition.stageAttempt() == stage.attempt())
                .map(condition -> new ConditionView(
                        condition.kind().field(), condition.result(), word(condition.status()), condition.reason()))
                .toList();
    }

    private static String word(ConditionState.Status status) {
        return switch (status) {
            case IN_PROGRESS -> "InProgress";
            case SUCCEEDED -> "Succeeded";
            case FAILED -> "Failed";
            case ERRORED -> "Errored";
            case CANCELLED -> "Cancelled";
            case ABANDONED -> "Abandoned";
            case OVERRIDDEN -> "Overridden";
        };
    }

    private static ViewStatus stageStatus(StageState stage) {
        return switch (stage.phase()) {
            case QUEUED -> ViewStatus.QUEUED;
            case RUNNING -> ViewStatus.IN_PROGRESS;
            case SUCCEEDED -> ViewStatus.SUCCEEDED;
            case FAILED -> ViewStatus.FAILED;
            case STOPPED -> ViewStatus.STOPPED;
            case SKIPPED -> ViewStatus.SKIPPED;
            case ROLLED_BACK -> ViewStatus.ROLLED_BACK;
        };
    }

    private static ActionView action(ActionDeclaration work, Optional<ActionState> state, Optional<Duration> expected) {
        if (state.isEmpty()) {
            return new ActionView(
                    work.name(),
                    work.type().toString(),
                    0,
                    ViewStatus.WAITING,
                    Optional.empty(),
                    Optional.empty(),
                    expected,
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        ActionPhase phase = state.get().phase();
        return new ActionView(
                work.name(),
                work.type().toString(),
                state.get().attempt(),
                status(phase),
                Optional.of(state.get().startedAt()),
                endedAt(phase),
                expected,
                summary(phase),
                asked(phase, Asking.Approval.class)
                        .map(asked -> new ActionView.ApprovalRequest(asked.token(), asked.question(), asked.link())),
                asked(phase, Asking.Continuation.class)
                        .map(paused -> new ActionView.Pause(paused.by(), paused.reason())),
                release(phase),
                phase instanceof ActionPhase.Failed failed ? Optional.of(failed.failure()) : Optional.empty(),
                phase instanceof ActionPhase.Succeeded succeeded ? Optional.of(succeeded.result()) : Optional.empty());
    }

    private static ViewStatus status(ActionPhase phase) {
        return switch (phase) {
            case ActionPhase.Running ignored -> ViewStatus.IN_PROGRESS;
            case ActionPhase.Waiting waiting ->
                asked(waiting).map(ExecutionViews::status).orElse(ViewStatus.IN_PROGRESS);
            case ActionPhase.Succeeded ignored -> ViewStatus.SUCCEEDED;
            case ActionPhase.Failed failed -> status(failed.failure());
            case ActionPhase.Abandoned ignored -> ViewStatus.ABANDONED;
        };
    }

    private static Optional<ReleaseProgress> release(ActionPhase phase) {
        return switch (phase) {
            case ActionPhase.Running running -> ReleaseProgress.of(running.state());
            case ActionPhase.Waiting waiting -> ReleaseProgress.of(waiting.state());
            case ActionPhase.Succeeded ignored -> Optional.empty();
            case ActionPhase.Failed ignored -> Optional.empty();
            case ActionPhase.Abandoned ignored -> Optional.empty();
        };
    }

    private static ViewStatus status(Asking asked) {
        return switch (asked) {
            case Asking.Approval ignored -> ViewStatus.NEEDS_APPROVAL;
            case Asking.Continuation ignored -> ViewStatus.PAUSED;
            case Asking.Others ignored -> ViewStatus.IN_PROGRESS;
        };
    }

    private static ViewStatus status(ActionFailure failure) {
        return status(failure.kind().outcome());
    }

    private static Optional<Instant> endedAt(ActionPhase phase) {
        return switch (phase) {
            case ActionPhase.Running ignored -> Optional.empty();
            case ActionPhase.Waiting ignored -> Optional.empty();
            case ActionPhase.Succeeded succeeded -> Optional.of(succeeded.at());
            case ActionPhase.Failed failed -> Optional.of(failed.at());
            case ActionPhase.Abandoned abandoned -> Optional.of(abandoned.at());
        };
    }

    private static String summary(ActionPhase phase) {
        return switch (phase) {
            case ActionPhase.Running running -> running.summary();
            // What it waited for has come: the next step says more.
            case ActionPhase.Waiting waiting -> waiting.wasTold() ? "" : waiting.summary();
            case ActionPhase.Succeeded succeeded -> succeeded.result().summary();
            case ActionPhase.Failed ignored -> "";
            case ActionPhase.Abandoned ignored -> "";
        };
    }

    /** What people are asked for, unless they have done something that the next step has yet to see. */
    private static Optional<Asking> asked(ActionPhase phase) {
        return phase instanceof ActionPhase.Waiting waiting && !waiting.wasTold()
                ? waiting.until().asked()
                : Optional.empty();
    }

    private static <T extends Asking> Optional<T> asked(ActionPhase phase, Class<T> kind) {
        return asked(phase).filter(kind::isInstance).map(kind::cast);
    }
}
