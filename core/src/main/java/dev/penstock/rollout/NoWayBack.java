package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A release that would go back, and whose way back is closed: requests stay where they are. While it bakes, people are asked whether it
 * rolls forward; it goes back by itself as soon as that is possible. At any other step it ends, and is left as it is.
 */
final class NoWayBack<C, T> {

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final ReleaseRun<C, T> run;
    private final OnTheWay on;
    private final ActionFailure cause;
    private final String why;
    private final ActionContext action;

    /**
     * A release that is to be held.
     *
     * @param cause why it would go back
     * @param why it must not, and what would do instead
     */
    NoWayBack(ReleaseRun<C, T> run, OnTheWay on, ActionFailure cause, String why) {
        this.run = run;
        this.on = on;
        this.cause = cause;
        this.why = why;
        this.action = run.release().action();
    }

    StepResult<ReleaseState> hold() throws IOException, InterruptedException {
        boolean isBaking = on.plan().steps().get(on.step()) instanceof ReleaseStep.Bake;
        Optional<ApprovalAnswer> answer = on.stay().asked() ? action.approvalAnswer() : Optional.empty();
        boolean isOver = on.pause().isEmpty() && !action.now().isBefore(on.deadline());
        if (!isBaking || isOver || answer.filter(said -> !said.approved()).isPresent()) {
            run.letGo(on);
            return new StepResult.Fail<>(ReleaseEnd.noWayBack(cause, why));
        }
        if (answer.isPresent()) {
            String by = answer.get().by();
            action.log(
                    "Rolls forward, by " + ReleaseEnd.because(by, answer.get().summary()));
            return run.next(on, "rolls forward, by " + by);
        }
        if (!on.stay().asked()) {
            action.log(cause.message() + " It is not brought back. " + why);
        }
        Instant next = action.now().plus(BETWEEN_LOOKS);
        return new StepResult.Await<>(
                on.with(on.stay().asking()),
                new Wait.ForAnyResource(
                        List.of(),
                        Optional.of(next.isBefore(on.deadline()) ? next : on.deadline()),
                        Optional.of(run.question(
                                on,
                                cause.message() + " What ran before cannot be brought back. " + why
                                        + " Shall the release roll forward? If not, it ends and is left as it is."))),
                ReleaseRun.words(on) + ": held, as there is no way back");
    }
}
