package dev.penstock.testing;

import java.util.Optional;

/**
 * How a fake deployment of CodeDeploy goes.
 *
 * @param failsAt the lifecycle event that fails; absent if none does
 * @param errorCode CodeDeploy's code of that failure, such as {@code HOOK_EXECUTION_FAILURE}
 * @param takenBack whether CodeDeploy takes it back by itself
 * @param rollbackFails whether its rollback deployment fails
 * @param staysInstalling whether its replacement never gets healthy
 * @param waitsForReady whether it waits in front of the production traffic for somebody
 */
public record CodeDeployCourse(
        Optional<String> failsAt,
        String errorCode,
        boolean takenBack,
        boolean rollbackFails,
        boolean staysInstalling,
        boolean waitsForReady) {

    /** Nothing goes wrong. */
    public static CodeDeployCourse good() {
        return new CodeDeployCourse(Optional.empty(), "", false, false, false, false);
    }

    /** An event fails, and CodeDeploy takes the deployment back. */
    public static CodeDeployCourse failingAt(String event, String errorCode) {
        return new CodeDeployCourse(Optional.of(event), errorCode, true, false, false, false);
    }

    /** It fails before anything is done, as when an alarm is on. */
    public static CodeDeployCourse refused(String errorCode) {
        return new CodeDeployCourse(Optional.of(""), errorCode, true, false, false, false);
    }

    /** The replacement never gets healthy. */
    public static CodeDeployCourse installingForEver() {
        return new CodeDeployCourse(Optional.empty(), "", false, false, true, false);
    }

    /** It waits in front of the production traffic for somebody. */
    public static CodeDeployCourse waitingForReady() {
        return new CodeDeployCourse(Optional.empty(), "", false, false, false, true);
    }

    /** The same, but CodeDeploy does not take it back. */
    public CodeDeployCourse left() {
        return new CodeDeployCourse(failsAt, errorCode, false, rollbackFails, staysInstalling, waitsForReady);
    }

    /** The same, but its rollback deployment fails too. */
    public CodeDeployCourse withFailingRollback() {
        return new CodeDeployCourse(failsAt, errorCode, takenBack, true, staysInstalling, waitsForReady);
    }
}
