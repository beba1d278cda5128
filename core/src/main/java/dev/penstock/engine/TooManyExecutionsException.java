package dev.penstock.engine;

/** A pipeline has as many executions under way as it may have; nothing was started. The message is for people. */
public final class TooManyExecutionsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyExecutionsException(String pipeline, int most) {
        super("Pipeline '" + pipeline + "' has " + most
                + " executions that have not ended, the most in execution mode QUEUED.");
    }
}
