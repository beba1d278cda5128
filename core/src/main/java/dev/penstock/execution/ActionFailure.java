package dev.penstock.execution;

import java.util.List;
import java.util.Optional;

/**
 * Why an action failed.
 *
 * @param kind what the failure means for the execution
 * @param code stable, such as {@code PEN-ECS-004}, or the service's own error code
 * @param message what happened and why: a full sentence, without secrets
 * @param details further lines, such as the last lines of a log
 * @param verdicts what it was judged by; absent if nothing was
 */
public record ActionFailure(
        Kind kind, String code, String message, List<String> details, Optional<StoredVerdicts> verdicts) {

    public ActionFailure {
        details = List.copyOf(details);
    }

    /** A failure without a verdict. */
    public ActionFailure(Kind kind, String code, String message, List<String> details) {
        this(kind, code, message, details, Optional.empty());
    }

    /** The same with what it was judged by. */
    public ActionFailure with(StoredVerdicts judgedBy) {
        return new ActionFailure(kind, code, message, details, Optional.of(judgedBy));
    }

    /** A plain failure. */
    public static ActionFailure failed(String code, String message) {
        return new ActionFailure(Kind.FAILED, code, message, List.of());
    }

    /** What a failure means for the execution. */
    public enum Kind {
        /** The work failed, or the definition is wrong. */
        FAILED(Outcome.FAILED),
        /** The work failed, and its target runs the previous version again. */
        ROLLED_BACK(Outcome.ROLLED_BACK),
        /** Somebody else's deployment took over the target. */
        SUPERSEDED(Outcome.SUPERSEDED),
        /** A rule of a condition does not hold. */
        UNMET(Outcome.FAILED),
        /** It could not be established whether the work succeeded. */
        INCONCLUSIVE(Outcome.INCONCLUSIVE),
        /** A remote service refused or could not be reached. */
        REMOTE(Outcome.FAILED),
        /** A person said no. */
        REJECTED(Outcome.FAILED),
        /** It took longer than it may. */
        TIMED_OUT(Outcome.FAILED);

        private final Outcome outcome;

        Kind(Outcome outcome) {
            this.outcome = outcome;
        }

        /** How an execution ends that fails for this. */
        public Outcome outcome() {
            return outcome;
        }
    }
}
