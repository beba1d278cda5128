package dev.penstock.build;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretResolver;
import java.util.List;
import java.util.Optional;

/**
 * Puts the environment of a build together: what the buildspec says, then the project, then the action, and what CodeBuild
 * itself gives (CodeBuild User Guide, environment variables in build environments). Variables that tell of an AWS account,
 * such as {@code CODEBUILD_BUILD_ARN}, are not given, because the build is in none.
 */
final class BuildVariables {

    private final ActionContext context;
    private final BuildProject project;
    private final CodeBuildConfiguration configuration;
    private final SecretResolver secrets;
    private final MissingSecrets missing = new MissingSecrets();

    BuildVariables(
            ActionContext context, BuildProject project, CodeBuildConfiguration configuration, SecretResolver secrets) {
        this.context = context;
        this.project = project;
        this.configuration = configuration;
        this.secrets = secrets;
    }

    /**
     * The environment.
     *
     * @throws BuildException if secrets are named that are not there
     */
    BuildEnvironment of(Buildspec buildspec, String buildId) throws BuildException {
        BuildEnvironment.Builder environment = BuildEnvironment.builder();
        context.scope().region().ifPresent(region -> {
            environment.plain("AWS_DEFAULT_REGION", region);
            environment.plain("AWS_REGION", region);
        });
        BuildspecEnvironment own = buildspec.environment();
        environment.plain(own.variables());
        own.parameterStore().forEach((name, parameter) -> put(environment, name, parameter(parameter)));
        own.secretsManager().forEach((name, reference) -> put(environment, name, secret(reference)));
        add(environment, project.environment());
        add(environment, configuration.environmentVariables());
        missing.check();
        addCodeBuilds(environment, buildId);
        return environment.build();
    }

    private void add(BuildEnvironment.Builder environment, List<EnvironmentVariable> variables) {
        for (EnvironmentVariable variable : variables) {
            switch (variable.type()) {
                case PLAINTEXT -> environment.plain(variable.name(), variable.value());
                case PARAMETER_STORE -> put(environment, variable.name(), parameter(variable.value()));
                case SECRETS_MANAGER -> put(environment, variable.name(), secret(variable.value()));
            }
        }
    }

    private Optional<Secret> parameter(String name) {
        return missing.parameter(name, () -> secrets.parameter(context.scope(), name));
    }

    private Optional<Secret> secret(String reference) {
        return missing.secret(reference, () -> secrets.secret(context.scope(), reference));
    }

    private void put(BuildEnvironment.Builder environment, String name, Optional<Secret> found) {
        found.ifPresent(secret -> {
            context.masker().register(secret);
            environment.secret(name, secret.reveal());
        });
    }

    private void addCodeBuilds(BuildEnvironment.Builder environment, String buildId) {
        environment.plain("CODEBUILD_BUILD_ID", buildId);
        environment.plain("CODEBUILD_BUILD_NUMBER", Integer.toString(context.attempt()));
        environment.plain("CODEBUILD_BUILD_SUCCEEDING", "1");
        environment.plain("CODEBUILD_INITIATOR", "codepipeline/" + context.pipeline());
        environment.plain(
                "CODEBUILD_START_TIME", Long.toString(context.startedAt().toEpochMilli()));
        if (project.location() instanceof BuildLocation.Container container) {
            environment.plain("CODEBUILD_BUILD_IMAGE", container.image());
        }
        String primary = configuration
                .primarySource()
                .orElseGet(() -> context.inputs().keySet().stream().findFirst().orElse(""));
        Optional.ofNullable(context.inputs().get(primary))
                .map(ArtifactReference::digest)
                .ifPresent(digest -> environment.plain("CODEBUILD_RESOLVED_SOURCE_VERSION", digest.hex()));
    }
}
