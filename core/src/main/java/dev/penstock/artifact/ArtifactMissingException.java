package dev.penstock.artifact;

import java.io.IOException;

/** An artifact that should be in the store is not, or is damaged. */
public final class ArtifactMissingException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says which artifact, and what is the matter with it. */
    public ArtifactMissingException(ArtifactReference reference, String reason) {
        super("artifact " + reference.digest() + " " + reason);
    }
}
