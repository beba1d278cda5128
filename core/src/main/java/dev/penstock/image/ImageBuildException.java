package dev.penstock.image;

import dev.penstock.action.TransientFault;
import java.io.IOException;

/** An image cannot be built or pushed; the message says where (file and line) and why. */
public final class ImageBuildException extends IOException implements TransientFault {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String explanation;
    private final boolean transientFault;

    /** An image that cannot be built, however often one tries. */
    public ImageBuildException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.explanation = message;
        this.transientFault = false;
    }

    /** An image that cannot be built or pushed, with what caused it. */
    public ImageBuildException(Reason reason, String message, boolean transientFault, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.explanation = message;
        this.transientFault = transientFault;
    }

    /** What sort of failure it is. */
    public Reason reason() {
        return reason;
    }

    /** The message, which is always there. */
    public String explanation() {
        return explanation;
    }

    @Override
    public boolean isTransient() {
        return transientFault;
    }

    /** Sorts of failures, each with its stable id. */
    public enum Reason {
        /** There is no Dockerfile, or no folder, where one should be. */
        NO_DOCKERFILE("PEN-IMAGE-001"),
        /** The Dockerfile is wrong. */
        DOCKERFILE("PEN-IMAGE-002"),
        /** The Dockerfile needs a container engine, or a newer builder, that is not there. */
        ENGINE_NEEDED("PEN-IMAGE-003"),
        /** A base image cannot be pulled. */
        BASE_IMAGE("PEN-IMAGE-004"),
        /** An instruction failed while the image was built. */
        BUILD_FAILED("PEN-IMAGE-005"),
        /** The registry refused the image or cannot be reached. */
        PUSH_FAILED("PEN-IMAGE-006"),
        /** The registry does not have the image that was pushed. */
        NOT_IN_REGISTRY("PEN-IMAGE-007");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        /** The stable id. */
        public String id() {
            return id;
        }
    }
}
