package dev.penstock.cli;

import java.util.Optional;

/** Why a command did not do what was asked. Told to the user as it is, without a stack trace. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ExitCode exitCode;
    private final transient Optional<String> advice;

    /**
     * A failure.
     *
     * @param message what happened and why: full sentences
     */
    public CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
        this.advice = Optional.empty();
    }

    /**
     * A failure that something can be done about.
     *
     * @param message what happened and why: full sentences
     * @param advice what to do next: a full sentence
     */
    public CommandFailure(ExitCode exitCode, String message, String advice) {
        super(message);
        this.exitCode = exitCode;
        this.advice = Optional.of(advice);
    }

    /** A failure that came from elsewhere. */
    public CommandFailure(ExitCode exitCode, String message, String advice, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.advice = advice.isEmpty() ? Optional.empty() : Optional.of(advice);
    }

    /** What the process ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** What to do next. */
    public Optional<String> advice() {
        return advice;
    }
}
