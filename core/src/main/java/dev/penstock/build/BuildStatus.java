package dev.penstock.build;

/** How a build, or a phase of one, ended (CodeBuild {@code StatusType}, without what is still in progress). */
public enum BuildStatus {
    SUCCEEDED,
    /** A command failed, or the files that should come out were not there. */
    FAILED,
    /** It took longer than the project allows. */
    TIMED_OUT
}
