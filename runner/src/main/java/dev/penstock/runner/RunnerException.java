package dev.penstock.runner;

import java.util.Optional;

/** Why a run cannot be put together. Its message is for people as it is, without a stack trace. */
public final class RunnerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final transient Optional<String> advice;

    /** Where the fault is. */
    public enum Fault {
        /** In the call: it names something that does not exist. */
        CALL,
        /** In what is to be run: a definition, its settings, a plugin. */
        DEFINITION,
        /** On this machine: what is kept there cannot be read or used. */
        MACHINE
    }

    /**
     * A failure.
     *
     * @param message what happened and why: full sentences
     * @param advice what to do next: a full sentence; empty if there is nothing to say
     */
    public RunnerException(Fault fault, String message, String advice) {
        super(message);
        this.fault = fault;
        this.advice = Optional.of(advice).filter(text -> !text.isEmpty());
    }

    /** A failure that came from elsewhere. */
    public RunnerException(Fault fault, String message, String advice, Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.advice = Optional.of(advice).filter(text -> !text.isEmpty());
    }

    /** Where the fault is. */
    public Fault fault() {
        return fault;
    }

    /** What to do next. */
    public Optional<String> advice() {
        return advice;
    }
}
