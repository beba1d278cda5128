package dev.penstock.image;

import dev.penstock.action.TransientFault;
import java.io.IOException;

/** An image cannot be built or pushed; the message says where (file and line) and why. */
public final class ImageBuildException extends IOException implements TransientFault {

    private static final long serialVersionUID = 1L;

    private final boolean transientFault;

    /** An image that cannot be built. */
    public ImageBuildException(String message) {
        super(message);
        this.transientFault = false;
    }

    /** An image that cannot be built, with what caused it. */
    public ImageBuildException(String message, boolean transientFault, Throwable cause) {
        super(message, cause);
        this.transientFault = transientFault;
    }

    @Override
    public boolean isTransient() {
        return transientFault;
    }
}
