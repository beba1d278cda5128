package dev.penstock.beanstalk;

/** What an environment is doing ({@code EnvironmentStatus} of Elastic Beanstalk). It says nothing of which version runs. */
public enum EnvironmentStatus {
    LAUNCHING,
    UPDATING,
    ABORTING,
    LINKING_FROM,
    LINKING_TO,
    READY,
    TERMINATING,
    TERMINATED,
    /** A status that is newer than this version of Penstock; nothing is concluded from it. */
    UNKNOWN;

    /** Whether it can be changed now. */
    public boolean isReady() {
        return this == READY;
    }

    /** Whether it is gone, or about to be. */
    public boolean isEnding() {
        return this == TERMINATING || this == TERMINATED;
    }
}
