package dev.penstock.local.build;

import java.io.IOException;

/** A shell that was started. */
interface ShellProcess {

    /** Sends bytes to its standard input. */
    void send(byte[] bytes) throws IOException;

    /** Closes its standard input, by which a shell that waits for a request ends. */
    void finish();
}
