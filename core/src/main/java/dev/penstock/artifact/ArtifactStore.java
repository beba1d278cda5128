package dev.penstock.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where artifacts are kept, by digest. Putting the same bytes twice keeps them once. Passes {@code
 * dev.penstock.artifact.ArtifactStoreContract} (in the test jar).
 */
public interface ArtifactStore {

    /**
     * Keeps a bundle.
     *
     * @param bundle a ZIP file; the store moves or copies it as it sees fit, the caller uses it no more
     * @throws IOException if it cannot be kept; nothing half written is ever seen under its digest
     */
    ArtifactReference put(Path bundle) throws IOException;

    /**
     * A kept bundle as a file that may be read but not changed.
     *
     * @throws ArtifactMissingException if it is not there, or its bytes no longer have its digest
     */
    Path open(ArtifactReference reference) throws IOException;

    /** Where a kept bundle is in S3, so that others can be sent there; absent if it is kept elsewhere. Asks nobody. */
    default Optional<ObjectLocation> object(ArtifactReference reference) {
        return Optional.empty();
    }
}
