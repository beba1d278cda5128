package dev.penstock.local.source;

import dev.penstock.secret.Masker;
import dev.penstock.secret.Secret;
import dev.penstock.source.SourceException;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceRepository;
import dev.penstock.source.SourceRevision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Brings sources from folders and Git repositories. Safe for use by many threads and processes on one cache. */
public final class LocalSources implements SourceRepository {

    private static final String TOKEN_USER = "x-access-token";

    private final Path cache;
    private final Path home;
    private final Map<String, String> environment;
    private final Masker masker;

    /**
     * Sources as seen by a user.
     *
     * @param cache a folder of our own for what is fetched from Git repositories; made when it is needed
     * @param home the user's home, in whose {@code .ssh} are keys, {@code config} and {@code known_hosts}
     * @param environment where credentials are found that a location names
     * @param masker learns the credentials before they are used
     */
    public LocalSources(Path cache, Path home, Map<String, String> environment, Masker masker) {
        this.cache = cache;
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.masker = masker;
    }

    @Override
    public SourceRevision resolve(SourceLocation location) throws IOException {
        return switch (location) {
            case SourceLocation.Directory(Path path) -> new DirectorySource(path).resolve();
            case SourceLocation.Git git -> gitSource(git).resolve(git.reference());
        };
    }

    @Override
    public void export(SourceLocation location, SourceRevision revision, Path bundle) throws IOException {
        switch (location) {
            case SourceLocation.Directory(Path path) -> new DirectorySource(path).export(revision, bundle);
            case SourceLocation.Git git -> gitSource(git).export(git.reference(), revision, bundle);
        }
    }

    private GitSource gitSource(SourceLocation.Git git) throws SourceException {
        GitAddress address = GitAddress.of(git.url());
        Optional<GitCredentials> credentials = address.embedded();
        if (git.credentials().isPresent()) {
            credentials = Optional.of(named(address, git.credentials().get()));
        }
        credentials.ifPresent(found -> masker.register(found.password()));
        return new GitSource(
                address.isLocal() ? new LocalRepository(address) : new GitCache(cache, address, credentials, home));
    }

    private GitCredentials named(GitAddress address, SourceLocation.CredentialReference reference)
            throws SourceException {
        String user = TOKEN_USER;
        if (reference.userVariable().isPresent()) {
            user = value(address, reference.userVariable().get());
        }
        return new GitCredentials(user, Secret.of(value(address, reference.passwordVariable())));
    }

    private String value(GitAddress address, String variable) throws SourceException {
        String value = environment.getOrDefault(variable, "");
        if (value.isEmpty()) {
            throw new SourceException("The settings name the environment variable " + variable + " for access to "
                    + address + ", and it is not set. Set it before the run.");
        }
        return value;
    }
}
