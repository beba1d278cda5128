package dev.penstock.simulator.policy;

/** A document that AWS would not take; the message is AWS's. */
public final class MalformedPolicyException extends RuntimeException {

    MalformedPolicyException(String message) {
        super(message, null, false, false);
    }

    /** What is wrong, in AWS's words. */
    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
