package dev.penstock.image;

import dev.penstock.secret.Secret;

/**
 * A repository of a registry, and the right to push to it.
 *
 * @param repositoryUri as deployments name it, such as {@code 123456789012.dkr.ecr.us-east-1.amazonaws.com/web}
 * @param pushUri where it is reached from this machine; the same, unless an endpoint override or the simulated AWS stands
 *     in for the registry
 * @param insecure whether {@code pushUri} is reached by plain HTTP, which is allowed for loopback addresses only
 * @param user the registry's user name
 * @param password the registry's password or token
 */
public record RepositoryAccess(String repositoryUri, String pushUri, boolean insecure, String user, Secret password) {}
