package dev.penstock.rollout;

import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What releases wait for. */
final class Waits {

    private Waits() {}

    /** Until something is new or it is time, whatever comes first. */
    static Wait until(Position position, Instant due, Instant deadline) {
        Instant until = due.isBefore(deadline) ? due : deadline;
        return position.watch().isEmpty() && position.toldOf().isEmpty()
                ? new Wait.Until(until)
                : new Wait.ForAnyResource(position.watch(), Optional.of(until), Optional.empty(), position.toldOf());
    }

    /** The release has a time-out of its own, after which it goes back: no wait of its target passes over it. */
    static Wait inTime(Wait until, Instant deadline) {
        return switch (until) {
            case Wait.Until(Instant due) -> new Wait.Until(due.isBefore(deadline) ? due : deadline);
            case Wait.ForResource(ResourceId resource) ->
                new Wait.ForAnyResource(List.of(resource), Optional.of(deadline));
            case Wait.ForAnyResource any ->
                new Wait.ForAnyResource(
                        any.resources(),
                        any.due().filter(deadline::isAfter).or(() -> Optional.of(deadline)),
                        any.people(),
                        any.toldOf());
            case Wait.ForApproval asked -> new Wait.ForAnyResource(List.of(), Optional.of(deadline), asked.asked());
        };
    }
}
