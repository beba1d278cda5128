package dev.penstock.build;

import java.time.Duration;

/** A build took longer than its project allows. */
public final class BuildTimeoutException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What was allowed. */
    public BuildTimeoutException(Duration allowed) {
        super("The build took longer than the " + allowed.toMinutes() + " minutes that its project allows.");
    }
}
