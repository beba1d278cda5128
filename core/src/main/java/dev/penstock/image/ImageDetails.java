package dev.penstock.image;

import dev.penstock.artifact.Digest;
import java.time.Instant;
import java.util.List;

/**
 * An image as its registry describes it ({@code ImageDetail} of ECR).
 *
 * @param repositoryUri the repository as deployments name it
 * @param registryId the registry's account, 12 digits
 * @param repositoryName the repository's name
 * @param digest of the image, or of its index
 * @param tags those that stand for it now; may be empty
 * @param size in bytes, as the registry counts; 0 if it does not tell
 * @param pushedAt when it was pushed
 */
public record ImageDetails(
        String repositoryUri,
        String registryId,
        String repositoryName,
        Digest digest,
        List<String> tags,
        long size,
        Instant pushedAt) {

    public ImageDetails {
        tags = List.copyOf(tags);
    }

    /** The image by its digest, as deployments name it. */
    public String imageUri() {
        return repositoryUri + "@" + digest;
    }
}
