package dev.penstock.secret;

import dev.penstock.action.AwsScope;

/** Finds the value of a secret that a definition names. Calls that fail raise {@link dev.penstock.action.RemoteCallException}. */
public interface SecretResolver {

    /** A parameter of the Systems Manager Parameter Store ({@code PARAMETER_STORE}). */
    Secret parameter(AwsScope scope, String name);

    /**
     * A secret of Secrets Manager ({@code SECRETS_MANAGER}).
     *
     * @param reference {@code secret-id[:json-key[:version-stage[:version-id]]]}, where the id may be an ARN
     */
    Secret secret(AwsScope scope, String reference);
}
