package dev.penstock.image;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import java.util.Optional;

/**
 * A registry that keeps repositories, such as Amazon ECR. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}. A repository is named by its name, which means the registry of the scope's account
 * and Region, or by its URI as deployments name it, which names the registry itself. Passes {@code
 * dev.penstock.image.ImageRegistryContract} (in the test jar).
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

    /**
     * What the registry says of an image; absent if there is none of that digest.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such repository
     */
    Optional<ImageDetails> details(AwsScope scope, String repositoryName, Digest digest);

    /** Whether a repository with this URI, as deployments name it, is one of these registries. */
    boolean holds(String repositoryUri);
}
