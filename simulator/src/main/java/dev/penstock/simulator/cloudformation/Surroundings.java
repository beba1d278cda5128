package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.template.DynamicReference;
import dev.penstock.simulator.cloudformation.template.ParameterLookup;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Values that templates take from other services, read in somebody's name. */
final class Surroundings implements ParameterLookup {

    private final ServiceCalls calls;
    private final Caller caller;

    Surroundings(ServiceCalls calls, Caller caller) {
        this.calls = calls;
        this.caller = caller;
    }

    @Override
    public Optional<String> stored(String name) {
        try {
            return Optional.of(parameter(name, false))
                    .filter(found -> found.parameter().type() != ParameterType.SECURE_STRING)
                    .map(found -> found.parameter().value());
        } catch (ServiceError e) {
            if (HandlerFailure.isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The simulated account has no instances, images, key pairs of its own: whatever is named is taken to be there. */
    @Override
    public boolean exists(String type, String value) {
        return true;
    }

    JsonValue value(DynamicReference reference) {
        return new JsonValue.Text(
                switch (reference) {
                    case DynamicReference.Ssm(String name, Optional<Long> version) -> plain(versioned(name, version));
                    case DynamicReference.SsmSecure(String name, Optional<Long> version) ->
                        parameter(versioned(name, version), true).parameter().value();
                    case DynamicReference.Secret secret -> secret(secret);
                });
    }

    private static String versioned(String name, Optional<Long> version) {
        return version.map(number -> name + ":" + number).orElse(name);
    }

    private String plain(String name) {
        try {
            GetParameterResponse found = parameter(name, false);
            if (found.parameter().type() == ParameterType.SECURE_STRING) {
                throw CloudFormationErrors.validation(
                        "Non-secure ssm prefix was used for secure parameter [" + name + "]");
            }
            return found.parameter().value();
        } catch (ServiceError e) {
            if (HandlerFailure.isGone(e)) {
                throw CloudFormationErrors.validation("Parameters: [" + name + "] cannot be found.");
            }
            throw e;
        }
    }

    private GetParameterResponse parameter(String name, boolean decrypted) {
        return calls.call(
                caller,
                "ssm",
                GetParameterRequest.builder()
                        .name(name)
                        .withDecryption(decrypted)
                        .build(),
                GetParameterResponse.class);
    }

    /** Sources of the texts: stack events that users have published. */
    private String secret(DynamicReference.Secret secret) {
        GetSecretValueResponse found;
        try {
            found = calls.call(
                    caller,
                    "secretsmanager",
                    GetSecretValueRequest.builder()
                            .secretId(secret.secretId())
                            .versionStage(secret.versionStage().orElse(null))
                            .versionId(secret.versionId().orElse(null))
                            .build(),
                    GetSecretValueResponse.class);
        } catch (ServiceError e) {
            throw CloudFormationErrors.validation(
                    "Could not retrieve secret " + secret.secretId() + " from Secrets Manager: " + e.message());
        }
        String text = found.secretString() == null ? "" : found.secretString();
        if (secret.jsonKey().isEmpty()) {
            return text;
        }
        JsonValue value =
                JsonTexts.structure(text).members().get(secret.jsonKey().get());
        if (value == null) {
            throw CloudFormationErrors.validation("Could not find a value associated with JSONKey in SecretString");
        }
        return Differences.text(value);
    }
}
