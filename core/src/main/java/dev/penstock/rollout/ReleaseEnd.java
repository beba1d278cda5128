package dev.penstock.rollout;

import dev.penstock.action.Instruction;
import dev.penstock.action.RemoteCallException;
import dev.penstock.execution.ActionFailure;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.verdict.Decision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How releases end that do not go well, in words. */
final class ReleaseEnd {

    private ReleaseEnd() {}

    static ActionFailure notPlanned(Refusal refusal) {
        return ActionFailure.failed("PEN-RELEASE-001", (refusal.message() + " " + refusal.hint()).strip());
    }

    static ActionFailure ill(String why, int looks) {
        return ActionFailure.failed("PEN-RELEASE-002", "In " + looks + " looks one after the other: " + why);
    }

    static ActionFailure worse(String words) {
        return ActionFailure.failed("PEN-RELEASE-003", "The verdict is that the new version is worse. " + words);
    }

    static ActionFailure inconclusive(Decision.Reason reason, String words) {
        return new ActionFailure(
                ActionFailure.Kind.INCONCLUSIVE,
                "PEN-RELEASE-004",
                "Whether the new version is well could not be told: " + inWords(reason) + ". " + words,
                List.of());
    }

    static String inWords(Decision.Reason reason) {
        return switch (reason) {
            case NO_DATA -> "there were no data";
            case TRAFFIC -> "requests do not go where they were sent";
            case GATE_UNKNOWN -> "a limit could not be read";
            case TIME_OVER -> "the bake time is over, and nothing is proven";
            case FUTILE -> "the rest of the bake time would not be enough";
            case ANALYSIS -> "the analysis came to no conclusion";
        };
    }

    static ActionFailure takenBack(Instruction instruction) {
        return new ActionFailure(
                ActionFailure.Kind.ROLLED_BACK,
                "PEN-RELEASE-010",
                "Taken back by " + because(instruction.by(), instruction.reason()),
                List.of());
    }

    static ActionFailure sharesChanged(Share set, Share found) {
        return new ActionFailure(
                ActionFailure.Kind.INCONCLUSIVE,
                "PEN-RELEASE-005",
                "The new version was given " + set + " of requests, and the platform says that it has " + found
                        + ". Somebody else has changed that: it is left as it is.",
                List.of());
    }

    static ActionFailure notEnoughHealthy(Share share, String whose, TargetGroupHealth health, int needed) {
        return ActionFailure.failed(
                "PEN-RELEASE-006",
                health.healthy() + " of the " + health.registered() + " targets of " + whose + " are healthy, and "
                        + share + " of requests need " + needed + ".");
    }

    static ActionFailure rejected(String by, String summary) {
        return new ActionFailure(
                ActionFailure.Kind.REJECTED, "PEN-RELEASE-007", "Rejected by " + because(by, summary), List.of());
    }

    /** Who did it and why, as the end of a sentence. */
    static String because(String by, String reason) {
        String text = reason.isEmpty() ? by : by + ": " + reason;
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }

    static ActionFailure tooLate(String where) {
        return new ActionFailure(
                ActionFailure.Kind.TIMED_OUT,
                "PEN-RELEASE-008",
                "The release did not end in its time; it stood at: " + where + ".",
                List.of());
    }

    /** A service refuses what asking again does not change. */
    static ActionFailure refused(RemoteCallException e) {
        String code = e.code().isEmpty() ? e.kind().name() : e.code();
        return new ActionFailure(ActionFailure.Kind.REMOTE, code, String.valueOf(e.getMessage()), List.of());
    }

    static ActionFailure machine(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return ActionFailure.failed("PEN-RELEASE-011", "The release cannot go on: " + message);
    }

    /** What ran before runs again. */
    static ActionFailure wentBack(ActionFailure cause) {
        return new ActionFailure(
                ActionFailure.Kind.ROLLED_BACK,
                cause.code(),
                cause.message() + " What ran before was brought back.",
                cause.details(),
                cause.verdicts());
    }

    /** Bringing back failed as well. */
    static ActionFailure stuck(ActionFailure cause, ActionFailure then) {
        List<String> details = new ArrayList<>(cause.details());
        details.addAll(then.details());
        return new ActionFailure(
                ActionFailure.Kind.FAILED,
                "PEN-RELEASE-009",
                cause.message() + " Bringing back what ran before failed, too: " + then.message() + " (" + then.code()
                        + ")",
                details,
                cause.verdicts());
    }

    /** What ran before must not come back. */
    static ActionFailure noWayBack(ActionFailure cause, String why) {
        List<String> details = new ArrayList<>(cause.details());
        details.add(cause.code() + ": " + cause.message());
        return new ActionFailure(
                cause.kind(),
                "PEN-SCHEMA-002",
                cause.message() + " It is left as it is, and not brought back. " + why,
                details,
                cause.verdicts());
    }

    /** The settings say that nothing is brought back. */
    static ActionFailure left(ActionFailure cause) {
        return new ActionFailure(
                cause.kind(),
                cause.code(),
                cause.message() + " It is left as it is, as the settings say.",
                cause.details(),
                cause.verdicts());
    }
}
