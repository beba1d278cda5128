package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.Digest;
import dev.penstock.image.ImageDetails;
import dev.penstock.image.ImageRegistry;
import dev.penstock.image.RepositoryAccess;
import dev.penstock.secret.Secret;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A registry in memory. Its repositories' URIs begin with {@link #HOST}. */
public final class FakeImageRegistry implements ImageRegistry {

    /** Where it is. */
    public static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

    private static final Instant PUSHED_AT = Instant.parse("2026-01-02T12:00:00Z");

    private final Map<String, Repository> repositories = new HashMap<>();

    /** Makes a repository, unless it is there. */
    public synchronized void create(String repositoryName) {
        repositories.putIfAbsent(repositoryName, new Repository());
    }

    /** Puts an image under a tag into a repository, which is made if it is not there. */
    public synchronized void put(String repositoryName, String tag, Digest digest) {
        create(repositoryName);
        Repository repository = repository(repositoryName);
        repository.digests.add(digest);
        repository.tags.put(tag, digest);
    }

    @Override
    public synchronized RepositoryAccess access(AwsScope scope, String repositoryName) {
        repository(repositoryName);
        String uri = HOST + "/" + name(repositoryName);
        return new RepositoryAccess(uri, uri, false, "AWS", Secret.of("fake-registry-token"));
    }

    @Override
    public synchronized Optional<Digest> digestOf(AwsScope scope, String repositoryName, String tag) {
        return Optional.ofNullable(repository(repositoryName).tags.get(tag));
    }

    @Override
    public synchronized boolean contains(AwsScope scope, String repositoryName, Digest digest) {
        return repository(repositoryName).digests.contains(digest);
    }

    @Override
    public synchronized Optional<ImageDetails> details(AwsScope scope, String repositoryName, Digest digest) {
        Repository repository = repository(repositoryName);
        return repository.digests.contains(digest)
                ? Optional.of(new ImageDetails(
                        HOST + "/" + name(repositoryName),
                        HOST.substring(0, HOST.indexOf('.')),
                        name(repositoryName),
                        digest,
                        repository.tags.entrySet().stream()
                                .filter(tag -> tag.getValue().equals(digest))
                                .map(Map.Entry::getKey)
                                .sorted()
                                .toList(),
                        7,
                        PUSHED_AT))
                : Optional.empty();
    }

    @Override
    public boolean holds(String repositoryUri) {
        return repositoryUri.startsWith(HOST + "/");
    }

    private Repository repository(String nameOrUri) {
        Repository repository = repositories.get(name(nameOrUri));
        if (repository == null) {
            String message = "Could not find the repository '" + nameOrUri + "': there is none. Create it.";
            throw new RemoteCallException(
                    Kind.NOT_FOUND,
                    "ecr:DescribeRepositories",
                    "RepositoryNotFoundException",
                    message,
                    new IllegalArgumentException(nameOrUri));
        }
        return repository;
    }

    private static String name(String nameOrUri) {
        return nameOrUri.startsWith(HOST + "/") ? nameOrUri.substring(HOST.length() + 1) : nameOrUri;
    }

    private static final class Repository {

        private final Set<Digest> digests = new HashSet<>();
        private final Map<String, Digest> tags = new HashMap<>();
    }
}
