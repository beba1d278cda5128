package dev.penstock.action;

import java.util.Objects;

/**
 * A remote service did not do what was asked. The message is a full sentence: what was asked of which service, what it
 * answered, and what the user can do. It holds no secrets.
 */
public final class RemoteCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String operation;
    private final String code;

    /**
     * A call that failed.
     *
     * @param operation such as {@code ecs:UpdateService}
     * @param code the service's own error code; empty when there was no answer
     */
    public RemoteCallException(Kind kind, String operation, String code, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.operation = Objects.requireNonNull(operation, "operation");
        this.code = Objects.requireNonNull(code, "code");
    }

    /** What sort of failure it is: the only thing that decisions are made on. */
    public Kind kind() {
        return kind;
    }

    /** Such as {@code ecs:UpdateService}. */
    public String operation() {
        return operation;
    }

    /** The service's own error code; empty when there was no answer. */
    public String code() {
        return code;
    }

    /** Sorts of failures. */
    public enum Kind {
        /** Too many calls: ask again, more slowly. */
        THROTTLED(true),
        /** The service or the network failed: ask again. */
        TRANSIENT(true),
        /** The credentials have expired: ask again, and tell somebody to renew them. The call had no effect. */
        EXPIRED(true),
        /** The identity may not do this, or has no valid credentials. */
        DENIED(false),
        /** What was asked is wrong, however often it is asked. */
        INVALID(false),
        /** The thing is in a state that does not allow it now. */
        CONFLICT(false),
        /** There is no such thing. */
        NOT_FOUND(false),
        /** There was such a thing, and it is inactive or deleted. */
        GONE(false);

        private final boolean worthAskingAgain;

        Kind(boolean worthAskingAgain) {
            this.worthAskingAgain = worthAskingAgain;
        }

        /** Whether asking the same again may help. */
        public boolean isWorthAskingAgain() {
            return worthAskingAgain;
        }
    }
}
