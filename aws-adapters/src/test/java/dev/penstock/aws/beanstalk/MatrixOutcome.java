package dev.penstock.aws.beanstalk;

import dev.penstock.execution.Outcome;
import java.util.Locale;

/**
 * What must come of a deployment.
 *
 * @param outcome of the execution
 * @param code of the action's failure; empty where it has none
 * @param runs what all instances that users reach have in the end
 * @param updates how many updates of environments Penstock has asked for
 */
record MatrixOutcome(Outcome outcome, String code, Runs runs, int updates) {

    /** A version, by who brought it. */
    enum Runs {
        NEW,
        OLD,
        THEIRS
    }

    static MatrixOutcome of(MatrixPolicy policy, MatrixCourse course) {
        return switch (course) {
            case GOES_WELL, BUSY, KILLED_AT_THE_UPDATE, KILLED_HALF_WAY ->
                new MatrixOutcome(Outcome.SUCCEEDED, "", Runs.NEW, 1);
            case HEALTH_FAILS, COMMAND_FAILS, KILLED_AT_THE_FAILURE ->
                new MatrixOutcome(Outcome.ROLLED_BACK, "PEN-BEANSTALK-013", Runs.OLD, isRestored(policy) ? 2 : 1);
            case ABORTED -> new MatrixOutcome(Outcome.ROLLED_BACK, "PEN-BEANSTALK-013", Runs.OLD, 1);
            case TAKEN_OVER ->
                new MatrixOutcome(
                        Outcome.SUPERSEDED,
                        "PEN-BEANSTALK-015",
                        policy == MatrixPolicy.BLUE_GREEN ? Runs.OLD : Runs.THEIRS,
                        1);
            case STOPPED -> new MatrixOutcome(Outcome.STOPPED, "", Runs.OLD, 1);
        };
    }

    /** Whether Penstock deploys the previous version again: of a pair, users never left it. */
    private static boolean isRestored(MatrixPolicy policy) {
        return policy.isInPlace() && policy != MatrixPolicy.BLUE_GREEN;
    }

    /** What the documentation says. */
    String words() {
        String ends = outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String version = switch (runs) {
            case NEW -> "new";
            case OLD -> "old";
            case THEIRS -> "theirs";
        };
        return ends + ": " + version + (updates == 1 ? "" : ", deployed again");
    }
}
