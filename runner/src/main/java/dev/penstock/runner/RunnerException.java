package dev.penstock.runner;

import java.util.Optional;

/** Why a run cannot be put together. Its message is for people as it is, without a stack trace. */
public final class RunnerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final transient Optional<String> advice;

    /**
     * A failure.
     *
     * @param message what happened and why: full sentences
     * @param advice what to do next: a full sentence; empty if there is nothing to say
     */
    public RunnerException(Refusal refusal, String message, String advice) {
        super(message);
        this.refusal = refusal;
        this.advice = Optional.of(advice).filter(text -> !text.isEmpty());
    }

    /** A failure that came from elsewhere. */
    public RunnerException(Refusal refusal, String message, String advice, Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
        this.advice = Optional.of(advice).filter(text -> !text.isEmpty());
    }

    /** What kind of failure it is, with the id by which it is looked up. */
    public Refusal refusal() {
        return refusal;
    }

    /** What to do next. */
    public Optional<String> advice() {
        return advice;
    }
}
