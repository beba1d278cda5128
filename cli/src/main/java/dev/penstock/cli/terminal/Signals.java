package dev.penstock.cli.terminal;

import sun.misc.Signal;

/** Signals of the operating system. Where there is no signal of a name, asking for it does nothing. */
@SuppressWarnings("sunapi") // module jdk.unsupported is the one way to a second Ctrl-C; a shutdown hook sees the first only
public final class Signals {

    private Signals() {}

    /**
     * Runs something each time the signal arrives, instead of what the JVM does.
     *
     * @param name without {@code SIG}, such as {@code INT}
     */
    public static void on(String name, Runnable action) {
        try {
            Signal.handle(new Signal(name), signal -> action.run());
        } catch (IllegalArgumentException e) {
            // There is none of that name here, or the JVM keeps it for itself (-Xrs): then the JVM's way stays.
            return;
        }
    }
}
