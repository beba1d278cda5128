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
 * @param actions all that are declared, in order
 */
public record StageView(
        String name,
        int attempt,
        ViewStatus status,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        List<ActionView> actions) {

    public StageView {
        actions = List.copyOf(actions);
    }

    /** The same with other actions. */
    public StageView withActions(List<ActionView> others) {
        return new StageView(name, attempt, status, startedAt, endedAt, others);
    }

    /** How long the newest try took, or has taken so far. */
    public Optional<Duration> elapsed(Instant now) {
        return startedAt.map(start -> Duration.between(start, endedAt.orElse(now)));
    }
}
