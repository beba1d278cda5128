package dev.penstock.aws.ecr;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.secret.Masker;
import dev.penstock.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/** The tokens by which registries let clients in: good for 12 hours, kept until shortly before their end. */
final class AuthorizationTokens {

    /** The longest push that a token must outlive. */
    private static final Duration MARGIN = Duration.ofHours(2);

    private static final String OPERATION = "ecr:GetAuthorizationToken";

    private final AwsClients clients;
    private final Masker masker;
    private final InstantSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AwsScope, Token> tokens = new HashMap<>();

    AuthorizationTokens(AwsClients clients, Masker masker, InstantSource time) {
        this.clients = clients;
        this.masker = masker;
        this.time = time;
    }

    Token of(AwsScope scope) {
        lock.lock();
        try {
            Token token = tokens.get(scope);
            if (token == null || !time.instant().isBefore(token.expiresAt.minus(MARGIN))) {
                token = fetch(scope);
                tokens.put(scope, token);
            }
            return token;
        } finally {
            lock.unlock();
        }
    }

    private Token fetch(AwsScope scope) {
        AuthorizationData data = clients.call(
                OPERATION,
                "get a token for the image registry",
                () -> clients.ecr(scope, Use.READ)
                        .getAuthorizationToken()
                        .authorizationData()
                        .getFirst());
        masker.register(Secret.of(data.authorizationToken()));
        String decoded = new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
        int colon = decoded.indexOf(':');
        if (colon < 0) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.INVALID,
                    OPERATION,
                    "",
                    "The token of the image registry has no user name; Amazon ECR promises 'user:password'.",
                    new IllegalArgumentException("no colon"));
        }
        Secret password = Secret.of(decoded.substring(colon + 1));
        masker.register(password);
        return new Token(decoded.substring(0, colon), password, data.expiresAt());
    }

    record Token(String user, Secret password, Instant expiresAt) {}
}
