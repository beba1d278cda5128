package dev.penstock.runner.view;

import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is seen of an execution.
 *
 * @param id the execution
 * @param pipeline the pipeline's name
 * @param simulated whether it runs against the simulated AWS
 * @param status how far it is
 * @param outcome how it ended
 * @param reason why it ended so, or why it is being stopped; may be empty
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param stages all that are declared, in order
 */
public record ExecutionView(
        ExecutionId id,
        String pipeline,
        boolean simulated,
        ViewStatus status,
        Optional<Outcome> outcome,
        String reason,
        Instant startedAt,
        Optional<Instant> endedAt,
        List<StageView> stages) {

    private static final int SHORT_ID = 8;

    public ExecutionView {
        stages = List.copyOf(stages);
    }

    /** The same with other stages. */
    public ExecutionView withStages(List<StageView> others) {
        return new ExecutionView(id, pipeline, simulated, status, outcome, reason, startedAt, endedAt, others);
    }

    /** The end of the id, as people use it. */
    public String shortId() {
        return shortId(id);
    }

    /** The end of an id, as people use it: ids begin with the time, and so many of them alike. */
    public static String shortId(ExecutionId id) {
        String text = id.toString();
        return text.substring(text.length() - SHORT_ID);
    }

    /** How long it took, or has taken so far. */
    public Duration elapsed(Instant now) {
        return Duration.between(startedAt, endedAt.orElse(now));
    }

    /** All that its actions have deployed. */
    public List<ActionResult.Deployment> deployments() {
        return stages.stream()
                .flatMap(stage -> stage.actions().stream())
                .flatMap(action -> action.result().stream())
                .flatMap(result -> result.deployments().stream())
                .toList();
    }
}
