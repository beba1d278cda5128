package dev.penstock.pipeline;

/** How the value of an environment variable is to be read (CodePipeline and CodeBuild {@code EnvironmentVariableType}). */
public enum EnvironmentVariableType {
    /** The value is the text itself. */
    PLAINTEXT,
    /** The value names a parameter of the Systems Manager Parameter Store. */
    PARAMETER_STORE,
    /** The value names a secret of Secrets Manager. */
    SECRETS_MANAGER
}
