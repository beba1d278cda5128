package dev.penstock.runner.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is seen of a stage.
 *
 * @param name of the stage
 * @param attempt which try, from 1; 0 when not begun
 * @param status how far it is
 * @param startedAt when its newest try was entered
 * @param endedAt when that ended
 * @param actions all that are declared, in order, with the rules of its conditions before and after them
 * @param conditions those that were begun in its newest try, in order
 */
public record StageView(
        String name,
        int attempt,
        ViewStatus status,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        List<ActionView> actions,
        List<ConditionView> conditions) {

    public StageView {
        actions = List.copyOf(actions);
        conditions = List.copyOf(conditions);
    }

    /**
     * What is seen of a condition of the stage.
     *
     * @param kind the field that declares it, such as {@code beforeEntry}
     * @param result what is applied, such as {@code ROLLBACK}
     * @param status the word of CodePipeline ({@code ConditionExecutionStatus}), such as {@code Overridden}
     * @param reason why it is not met, or who passed over it; may be empty
     */
    public record ConditionView(String kind, String result, String status, String reason) {}

    /** The same with other actions. */
    public StageView withActions(List<ActionView> others) {
        return new StageView(name, attempt, status, startedAt, endedAt, others, conditions);
    }

    /** How long the newest try took, or has taken so far. */
    public Optional<Duration> elapsed(Instant now) {
        return startedAt.map(start -> Duration.between(start, endedAt.orElse(now)));
    }
}
