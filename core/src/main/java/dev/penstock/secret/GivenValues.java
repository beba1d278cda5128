package dev.penstock.secret;

import dev.penstock.action.AwsScope;
import java.util.Map;
import java.util.Optional;

/** Values that AWS tells, that were told, or that the environment has. */
record GivenValues(SecretResolver secrets, Map<String, Secret> parameters, Map<String, String> environment)
        implements ReferenceValues {

    GivenValues {
        parameters = Map.copyOf(parameters);
        environment = Map.copyOf(environment);
    }

    @Override
    public Optional<Secret> value(AwsScope scope, String pipeline, DynamicReference reference) {
        return switch (reference.service()) {
            case SECRETS_MANAGER -> Optional.of(secrets.secret(scope, reference.secret()));
            case SSM, SSM_SECURE -> Optional.of(secrets.parameter(scope, reference.key()));
            case PARAMETER ->
                variable(VARIABLE + reference.key()).or(() -> Optional.ofNullable(parameters.get(reference.key())));
            case ENVIRONMENT -> variable(reference.key());
        };
    }

    private Optional<Secret> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isEmpty())
                .map(Secret::of);
    }

    /** Without the values of the environment. */
    @Override
    public String toString() {
        return "values of " + parameters.keySet();
    }
}
