package dev.penstock.testing;

import dev.penstock.release.StoppedTask;
import java.util.List;
import java.util.OptionalInt;

/** What becomes of a deployment in {@link FakeContainerServices}. */
public sealed interface Fate {

    /** It succeeds. */
    record Healthy() implements Fate {}

    /**
     * Its tasks stop, again and again.
     *
     * @param task what each stopped task looks like
     */
    record Failing(StoppedTask task) implements Fate {}

    /** Its tasks start and never become healthy. */
    record Stuck() implements Fate {}

    /** Tasks whose image cannot be pulled. */
    static Fate imageMissing(String container) {
        String reason =
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref: not found";
        return new Failing(new StoppedTask(
                "arn:aws:ecs:us-east-1:123456789012:task/failed",
                "TaskFailedToStart",
                reason,
                List.of(new StoppedTask.Container(container, OptionalInt.empty(), reason, List.of()))));
    }

    /** Tasks whose container exits. */
    static Fate exiting(String container, int exitCode, String lastLogLine) {
        return new Failing(new StoppedTask(
                "arn:aws:ecs:us-east-1:123456789012:task/failed",
                "EssentialContainerExited",
                "Essential container in task exited",
                List.of(new StoppedTask.Container(container, OptionalInt.of(exitCode), "", List.of(lastLogLine)))));
    }
}
