package dev.penstock.execution;

import dev.penstock.pipeline.ConditionKind;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An execution as its facts have made it. Immutable; made by {@link Execution#apply} alone.
 *
 * @param id the execution
 * @param pipeline the pipeline's name
 * @param definition the digest of its definition
 * @param trigger what started it
 * @param variables values of the pipeline-level variables
 * @param labels what the runner keeps with it
 * @param startedAt when it began
 * @param updatedAt when its newest fact happened
 * @param progress where it is as a whole
 * @param stages the stages that it has come to, in order
 * @param facts how many facts it was made of
 */
public record ExecutionState(
        ExecutionId id,
        String pipeline,
        String definition,
        Trigger trigger,
        Map<String, String> variables,
        Map<String, String> labels,
        Instant startedAt,
        Instant updatedAt,
        Progress progress,
        List<StageState> stages,
        long facts) {

    public ExecutionState {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        stages = List.copyOf(stages);
    }

    /** The stage of that name, if the execution has come to it. */
    public Optional<StageState> stage(String name) {
        for (StageState stage : stages) {
            if (stage.name().equals(name)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    /** The stage that the execution came to last, if it has come to any. */
    public Optional<StageState> latestStage() {
        return stages.isEmpty() ? Optional.empty() : Optional.of(stages.getLast());
    }

    /** Whether an action of any stage has begun and not ended. */
    public boolean hasActiveActions() {
        return stages.stream().anyMatch(StageState::hasActiveActions);
    }

    /** A stage that has succeeded, of which an action failed afterwards that had let others begin; absent if there is none. */
    public Optional<StageState> brokenStage() {
        return stages.stream()
                .filter(stage -> stage.phase() == StageState.Phase.SUCCEEDED
                        && stage.failedTail().isPresent())
                .findFirst();
    }

    /** Why nobody can pass over a condition of a stage, in a sentence; absent if somebody can. */
    public Optional<String> whyNotOverridable(String stageName, ConditionKind kind) {
        Optional<StageState> known = stage(stageName);
        return known.isEmpty()
                ? Optional.of("The execution has not come to stage " + stageName + ".")
                : ConditionTransitions.whyNotOverridable(this, known.get(), kind);
    }

    /** How it ended, if it has. */
    public Optional<Outcome> outcome() {
        return progress instanceof Progress.Ended ended ? Optional.of(ended.outcome()) : Optional.empty();
    }

    /** The status word for lists: the outcome, or {@code IN_PROGRESS} or {@code STOPPING}. */
    public String status() {
        return switch (progress) {
            case Progress.Running ignored -> "IN_PROGRESS";
            case Progress.Stopping ignored -> "STOPPING";
            case Progress.Ended ended -> ended.outcome().name();
        };
    }
}
