package dev.penstock.aws.ecr;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.image.ImageDetails;
import dev.penstock.image.ImageRegistry;
import dev.penstock.image.RepositoryAccess;
import dev.penstock.secret.Masker;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.Repository;

/** Amazon ECR. Repositories are named by their name, or by their URI where they are of another account or Region. */
public final class EcrImageRegistry implements ImageRegistry {

    private final AwsClients clients;
    private final AuthorizationTokens tokens;
    private final RegistryEndpoint endpoint;

    /**
     * The registries that some clients reach.
     *
     * @param endpoint where repositories are reached from this machine
     * @param masker is told of each token before it is used
     * @param time tells when a token must be renewed
     */
    public EcrImageRegistry(AwsClients clients, RegistryEndpoint endpoint, Masker masker, InstantSource time) {
        this.clients = clients;
        this.endpoint = endpoint;
        this.tokens = new AuthorizationTokens(clients, masker, time);
    }

    @Override
    public RepositoryAccess access(AwsScope scope, String repositoryName) {
        RepositoryName named = RepositoryName.of(scope, repositoryName);
        Repository repository = describe(named);
        AuthorizationTokens.Token token = tokens.of(named.scope());
        RegistryEndpoint.Reached reached = endpoint.of(repository.repositoryUri());
        return new RepositoryAccess(
                repository.repositoryUri(), reached.pushUri(), reached.insecure(), token.user(), token.password());
    }

    private Repository describe(RepositoryName named) {
        try {
            return clients.call(
                    "ecr:DescribeRepositories",
                    "find the repository '" + named.name() + "'",
                    () -> clients.ecr(named.scope(), Use.READ)
                            .describeRepositories(request -> {
                                request.repositoryNames(named.name());
                                named.registryId().ifPresent(request::registryId);
                            })
                            .repositories()
                            .getFirst());
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            String hint =
                    " Create it, for example by 'aws ecr create-repository --repository-name " + named.name() + "'.";
            throw new RemoteCallException(e.kind(), e.operation(), e.code(), e.getMessage() + hint, e);
        }
    }

    @Override
    public Optional<Digest> digestOf(AwsScope scope, String repositoryName, String tag) {
        ImageIdentifier image = ImageIdentifier.builder().imageTag(tag).build();
        return find(RepositoryName.of(scope, repositoryName), image, "the image tagged '" + tag + "'");
    }

    @Override
    public boolean contains(AwsScope scope, String repositoryName, Digest digest) {
        ImageIdentifier image =
                ImageIdentifier.builder().imageDigest(digest.value()).build();
        return find(RepositoryName.of(scope, repositoryName), image, "the image " + digest)
                .isPresent();
    }

    @Override
    public Optional<ImageDetails> details(AwsScope scope, String repositoryName, Digest digest) {
        RepositoryName named = RepositoryName.of(scope, repositoryName);
        ImageIdentifier image =
                ImageIdentifier.builder().imageDigest(digest.value()).build();
        return detail(named, image, "the image " + digest)
                .map(found -> new ImageDetails(
                        describe(named).repositoryUri(),
                        found.registryId(),
                        found.repositoryName(),
                        digest,
                        found.imageTags(),
                        found.imageSizeInBytes() == null ? 0 : found.imageSizeInBytes(),
                        found.imagePushedAt()));
    }

    private Optional<Digest> find(RepositoryName named, ImageIdentifier image, String what) {
        return detail(named, image, what).map(details -> new Digest(details.imageDigest()));
    }

    private Optional<ImageDetail> detail(RepositoryName named, ImageIdentifier image, String what) {
        try {
            return clients.call(
                    "ecr:DescribeImages",
                    "find " + what + " in repository '" + named.name() + "'",
                    () -> clients
                            .ecr(named.scope(), Use.READ)
                            .describeImages(request -> {
                                request.repositoryName(named.name()).imageIds(image);
                                named.registryId().ifPresent(request::registryId);
                            })
                            .imageDetails()
                            .stream()
                            .findFirst());
        } catch (RemoteCallException e) {
            if (e.code().equals("ImageNotFoundException")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean holds(String repositoryUri) {
        return RepositoryName.isUri(repositoryUri);
    }
}
