package dev.penstock.rollout;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.StepResult;
import dev.penstock.execution.Asking;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** A release that waits for people: who paused it, or who is asked. What runs already is watched meanwhile. */
final class People<C, T> {

    private final ReleaseRun<C, T> run;

    People(ReleaseRun<C, T> run) {
        this.run = run;
    }

    /** Paused before a step: nothing of it is begun. */
    StepResult<ReleaseState> pause(OnTheWay on) throws IOException, InterruptedException {
        // A runner that died may have begun with the step and not said so.
        return await(on, on.pause().orElseThrow().asking(), run.shares(), "paused before " + ReleaseRun.words(on));
    }

    /** Asks whether to go on. */
    StepResult<ReleaseState> ask(OnTheWay on, String question) throws IOException, InterruptedException {
        Optional<ApprovalAnswer> answer = run.release().action().approvalAnswer();
        if (answer.isEmpty()) {
            return await(
                    on.with(on.stay().asking()),
                    run.question(on, question),
                    Set.of(run.release().share()),
                    ReleaseRun.words(on));
        }
        String by = answer.get().by();
        String summary = answer.get().summary();
        if (!answer.get().approved()) {
            return run.turnBack(
                    on,
                    ReleaseEnd.rejected(by, summary),
                    ReleaseRun.changed(on) ? Aftermath.CHANGED : Aftermath.UNTOUCHED);
        }
        run.release().action().log("Approved by " + ReleaseEnd.because(by, summary));
        return run.next(on, "approved by " + by);
    }

    private StepResult<ReleaseState> await(OnTheWay on, Asking asked, Set<Share> expected, String summary)
            throws IOException, InterruptedException {
        if (!ReleaseRun.changedBefore(on)) {
            return Lookout.awaitPeople(on, asked, summary);
        }
        Lookout<C, T> lookout = new Lookout<>(run, on);
        return switch (lookout.look(expected, false)) {
            case Lookout.Seen.Turned(StepResult<ReleaseState> result) -> result;
            case Lookout.Seen.Staying seen -> lookout.awaitPeople(seen, asked, summary);
        };
    }
}
