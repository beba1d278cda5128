package dev.penstock.runner.project;

/** What an execution runs against. The two never share a journal, artifacts or an account. */
public enum RunTarget {
    /** AWS itself. */
    AWS,
    /** The simulated AWS in this process. */
    SIMULATED
}
