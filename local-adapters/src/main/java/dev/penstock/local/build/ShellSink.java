package dev.penstock.local.build;

/** Takes what comes from a shell. The methods are called on other threads than the session's and may block. */
interface ShellSink {

    /** Bytes of its standard output. */
    void output(byte[] bytes, int length) throws InterruptedException;

    /** Bytes of its standard error. */
    void report(byte[] bytes, int length) throws InterruptedException;

    /** It ended, and nothing of its own output is still to come. */
    void ended(int exitStatus) throws InterruptedException;
}
