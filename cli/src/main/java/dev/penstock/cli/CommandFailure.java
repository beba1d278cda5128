package dev.penstock.cli;

import dev.penstock.runner.Refusal;
import java.util.Optional;

/** Why a command did not do what was asked. Told to the user as it is, without a stack trace. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ExitCode exitCode;
    private final transient Optional<String> id;
    private final transient Optional<String> advice;

    /**
     * A failure whose message says all.
     *
     * @param message what happened and why: full sentences
     */
    public CommandFailure(Refusal refusal, String message) {
        this(refusal, message, "");
    }

    /**
     * A failure that something can be done about.
     *
     * @param message what happened and why: full sentences
     * @param advice what to do next: a full sentence; empty if there is nothing to say
     */
    public CommandFailure(Refusal refusal, String message, String advice) {
        super(message);
        this.exitCode = ExitCode.of(refusal.fault());
        this.id = Optional.of(refusal.id());
        this.advice = Optional.of(advice).filter(text -> !text.isEmpty());
    }

    /** A failure that came from elsewhere. */
    public CommandFailure(Refusal refusal, String message, String advice, Throwable cause) {
        this(refusal, message, advice);
        initCause(cause);
    }

    /**
     * A failure whose message has its id, or the code of a service.
     *
     * @param message what happened and why: full sentences
     * @param advice what to do next: a full sentence; empty if there is nothing to say
     */
    public CommandFailure(ExitCode exitCode, String message, String advice) {
        super(message);
        this.exitCode = exitCode;
        this.id = Optional.empty();
        this.advice = Optional.of(advice).filter(text -> !text.isEmpty());
    }

    /** The same, where it came from elsewhere. */
    public CommandFailure(ExitCode exitCode, String message, String advice, Throwable cause) {
        this(exitCode, message, advice);
        initCause(cause);
    }

    /** What the process ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** What it is looked up by in {@code docs/failures.md}; empty where the message has it. */
    public Optional<String> id() {
        return id;
    }

    /** What to do next. */
    public Optional<String> advice() {
        return advice;
    }
}
