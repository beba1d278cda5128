package dev.penstock.stack;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.Wait;
import dev.penstock.stack.CloudFormationState.InWaves;
import dev.penstock.stack.CloudFormationState.InWaves.Phase;
import dev.penstock.stack.WaveTarget.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says how far a deployment in waves is, and how it ended. */
final class WaveWords {

    private WaveWords() {}

    static String summary(InWaves state, StackWaves waves, List<WaveTarget> targets) {
        long done = targets.stream()
                .filter(target -> target.status() == Status.SUCCEEDED || target.status() == Status.BACK)
                .count();
        String under = targets.stream()
                .filter(WaveTarget::isUnderWay)
                .map(target -> target.name() + (target.summary().isEmpty() ? "" : " " + target.summary()))
                .collect(Collectors.joining("; "));
        return "wave " + (state.wave() + 1) + " of " + waves.waves().size() + ", " + done + " of " + targets.size()
                + " targets " + (state.phase() == Phase.GOING_BACK ? "back" : "done")
                + (under.isEmpty() ? "" : "; " + under);
    }

    /** Whose question a wait is; absent if it is none. */
    static Optional<String> waiting(List<WaveTarget> targets, Wait wait) {
        return targets.stream()
                .filter(target -> wait.openQuestion().isPresent()
                        && target.isUnderWay()
                        && target.until().flatMap(Wait::openQuestion).equals(wait.openQuestion()))
                .findFirst()
                .map(target -> target.name() + " waits for approval");
    }

    static String failedOnes(List<WaveTarget> targets) {
        List<String> failed = targets.stream()
                .filter(target -> target.status() == Status.FAILED)
                .map(WaveTarget::name)
                .toList();
        return failed.isEmpty() ? "" : "; failed, as tolerated: " + String.join(", ", failed);
    }

    static ActionFailure failure(InWaves state, String reason) {
        List<String> details = state.targets().stream()
                .map(target -> target.name() + ": " + words(target))
                .toList();
        boolean allBack = state.targets().stream().anyMatch(target -> target.status() == Status.BACK)
                && state.targets().stream()
                        .noneMatch(target -> target.status() == Status.STUCK || target.status() == Status.SUCCEEDED);
        String first = state.targets().stream()
                .filter(target -> target.status() == Status.FAILED)
                .findFirst()
                .map(target -> " First of them is " + target.name() + ": " + target.summary())
                .orElse("");
        return new ActionFailure(allBack ? Kind.ROLLED_BACK : Kind.FAILED, "PEN-STACK-030", reason + first, details);
    }

    static String words(WaveTarget target) {
        return switch (target.status()) {
            case TO_DO -> "not begun";
            case RUNNING, GOING_BACK -> target.summary();
            case SUCCEEDED -> target.before().isPresent() ? "deployed, and stays so" : "created, and stays";
            case FAILED -> "failed: " + target.summary();
            case BACK -> "as it was before";
            case STUCK -> "could not be brought back: " + target.summary();
        };
    }
}
