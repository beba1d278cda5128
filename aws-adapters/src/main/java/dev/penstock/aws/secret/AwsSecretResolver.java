package dev.penstock.aws.secret;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.secret.Masker;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretResolver;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Resolves secrets at the moment of use; each value is registered with the masker before it is handed out, none is kept. */
public final class AwsSecretResolver implements SecretResolver {

    private static final String GET_PARAMETERS = "ssm:GetParameters";
    private static final String GET_SECRET_VALUE = "secretsmanager:GetSecretValue";

    private final AwsClients clients;
    private final Masker masker;

    /** A resolver that tells a masker of all that it resolves. */
    public AwsSecretResolver(AwsClients clients, Masker masker) {
        this.clients = clients;
        this.masker = masker;
    }

    @Override
    public Secret parameter(AwsScope scope, String name) {
        String asked = "read the parameter '" + name + "'";
        var answer = clients.call(
                GET_PARAMETERS,
                asked,
                () -> clients.ssm(scope, Use.READ)
                        .getParameters(request -> request.names(name).withDecryption(true)));
        if (answer.parameters().isEmpty()) {
            throw failure(
                    Kind.NOT_FOUND,
                    GET_PARAMETERS,
                    asked,
                    "there is none of this name in the Region. Names are case-sensitive");
        }
        return registered(answer.parameters().getFirst().value());
    }

    @Override
    public Secret secret(AwsScope scope, String reference) {
        SecretReference parsed = SecretReference.parse(reference);
        String asked = "read the secret '" + parsed.id() + "'";
        GetSecretValueResponse answer = clients.call(
                GET_SECRET_VALUE,
                asked,
                () -> clients.secretsManager(parsed.in(scope), Use.READ).getSecretValue(request -> {
                    request.secretId(parsed.id());
                    parsed.stage().ifPresent(request::versionStage);
                    parsed.version().ifPresent(request::versionId);
                }));
        if (answer.secretString() == null) {
            throw failure(Kind.INVALID, GET_SECRET_VALUE, asked, "it is binary, and only text can be used");
        }
        Secret whole = registered(answer.secretString());
        return parsed.key().isEmpty() ? whole : member(whole, parsed.key().get(), asked);
    }

    private Secret member(Secret whole, String key, String asked) {
        JsonNode tree;
        try {
            tree = JsonMapper.shared().readTree(whole.reveal());
        } catch (JacksonException e) {
            // The parser's message may quote the secret; it goes nowhere.
            throw failure(Kind.INVALID, GET_SECRET_VALUE, asked, "it is not JSON, so it has no key '" + key + "'");
        }
        JsonNode value = tree.path(key);
        if (value.isMissingNode()) {
            throw failure(Kind.NOT_FOUND, GET_SECRET_VALUE, asked, "its JSON has no key '" + key + "'");
        }
        return registered(value.isString() ? value.stringValue() : value.toString());
    }

    private Secret registered(String value) {
        Secret secret = Secret.of(value);
        masker.register(secret);
        return secret;
    }

    private static RemoteCallException failure(Kind kind, String operation, String asked, String why) {
        return new RemoteCallException(
                kind, operation, "", "Could not " + asked + ": " + why + ".", new IllegalArgumentException(why));
    }
}
