package dev.penstock.library;

import dev.penstock.action.AwsScope;
import dev.penstock.secret.DynamicReference;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.secret.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What was told of each pipeline when an execution of it was started here, over what is known otherwise. */
final class ToldValues implements ReferenceValues {

    private final ReferenceValues others;
    private final Map<String, Map<String, Secret>> told = new ConcurrentHashMap<>();

    ToldValues(ReferenceValues others) {
        this.others = others;
    }

    /** Tells the values of a pipeline's parameters, in place of those that were told before. */
    void tell(String pipeline, Map<String, Secret> parameters) {
        if (!parameters.isEmpty()) {
            told.put(pipeline, Map.copyOf(parameters));
        }
    }

    @Override
    public Optional<Secret> value(AwsScope scope, String pipeline, DynamicReference reference) {
        return switch (reference.service()) {
            case PARAMETER ->
                Optional.ofNullable(told.getOrDefault(pipeline, Map.of()).get(reference.key()))
                        .or(() -> others.value(scope, pipeline, reference));
            case SECRETS_MANAGER, SSM, SSM_SECURE, ENVIRONMENT -> others.value(scope, pipeline, reference);
        };
    }
}
