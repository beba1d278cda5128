package dev.penstock.release;

/** How far a rollout is, in a few words: {@code 2 of 4 new tasks running, 3 old still running}. */
final class RolloutProgress {

    private RolloutProgress() {}

    static String of(ServiceDeployment seen) {
        return of(seen, true);
    }

    /**
     * The same.
     *
     * @param othersAnswer whether pauses are somebody else's to answer
     */
    static String of(ServiceDeployment seen, boolean othersAnswer) {
        return switch (seen.status()) {
            case STOP_REQUESTED -> "stopping: " + tasks(seen, othersAnswer);
            case ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> ofRollback(seen);
            case PENDING, IN_PROGRESS, SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED, UNKNOWN ->
                tasks(seen, othersAnswer);
        };
    }

    /** Once a rollback was asked for, whether it is seen already or not. */
    static String ofRollback(ServiceDeployment seen) {
        return "rolling back: " + tasks(seen, false);
    }

    private static String tasks(ServiceDeployment seen, boolean othersAnswer) {
        var text = new StringBuilder()
                .append(seen.runningCount())
                .append(" of ")
                .append(seen.requestedCount())
                .append(" new tasks running");
        if (seen.oldRunningCount() > 0) {
            text.append(", ").append(seen.oldRunningCount()).append(" old still running");
        }
        if (seen.failedCount() > 0) {
            text.append(", ").append(seen.failedCount()).append(" failed");
        }
        if (othersAnswer) {
            seen.pause().ifPresent(pause -> text.append("; paused at ").append(words(pause)));
        }
        if (seen.runningCount() + seen.pendingCount() < seen.requestedCount()) {
            Diagnosis.lastRefusal(seen.events())
                    .ifPresent(event -> text.append("; ").append(event));
        }
        return text.toString();
    }

    private static String words(DeploymentPause pause) {
        String end = pause.timeoutAction()
                .map(action -> ", which ends by itself with " + action)
                .orElse("");
        return (pause.stage().isEmpty() ? "a lifecycle stage" : pause.stage()) + " by hook " + pause.hookId() + end
                + "; 'aws ecs continue-service-deployment' lets it go on";
    }
}
