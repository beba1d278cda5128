package dev.penstock.image;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import java.util.Optional;

/**
 * A registry that keeps repositories, such as Amazon ECR. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}.
 */
public interface ImageRegistry {

    /**
     * The right to push to a repository.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such repository
     */
    RepositoryAccess access(AwsScope scope, String repositoryName);

    /** The digest that a tag stands for now, if there is such a tag. */
    Optional<Digest> digestOf(AwsScope scope, String repositoryName, String tag);

    /** Whether the repository has an image of that digest. */
    boolean contains(AwsScope scope, String repositoryName, Digest digest);
}
