package dev.penstock.aws.ecr;

import dev.penstock.aws.client.Realm;

/** Says where a repository is reached from this machine, when something stands in for Amazon ECR. */
@FunctionalInterface
public interface RegistryEndpoint {

    /** Where AWS says that it is. */
    RegistryEndpoint AWS = repositoryUri -> new Reached(repositoryUri, false);

    /** Where repositories of a realm are reached: a simulated AWS keeps them all, each under its whole URI. */
    static RegistryEndpoint of(Realm realm) {
        return switch (realm) {
            case Realm.Aws ignored -> AWS;
            case Realm.Simulated simulated -> {
                String registry = simulated.endpoint().getAuthority();
                yield repositoryUri -> new Reached(registry + "/" + repositoryUri, true);
            }
        };
    }

    /**
     * Where a repository is reached.
     *
     * @param repositoryUri as AWS names it, such as {@code 123456789012.dkr.ecr.us-east-1.amazonaws.com/web}
     */
    Reached of(String repositoryUri);

    /**
     * An address of a repository.
     *
     * @param pushUri host, port if it is not 443, and repository
     * @param insecure whether it is reached by plain HTTP; for loopback addresses only
     */
    record Reached(String pushUri, boolean insecure) {}
}
