package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The passwords that {@code GetAuthorizationToken} gives out, for the user name {@code AWS}. They are valid for twelve
 * hours (ECR User Guide, "Private registry authentication").
 */
final class Tokens {

    private static final Duration VALID = Duration.ofHours(12);

    /**
     * A password.
     *
     * @param accessKey of whoever asked for it; empty when it is the account itself
     */
    record Token(String password, String account, String region, Instant expires, Optional<String> accessKey) {}

    private final Table<Token> table;
    private final Ids ids;
    private final Supplier<Instant> clientsNow;

    /** @param clientsNow the time by which tokens end */
    Tokens(Store store, Ids ids, Supplier<Instant> clientsNow) {
        this.table = store.table("ecr.tokens", Token.class);
        this.ids = ids;
        this.clientsNow = clientsNow;
    }

    Token issue(Call call) {
        return issue(call.account(), call.region(), Optional.of(call.caller().accessKey()));
    }

    /** A password for the account itself, as services that pull on its behalf have it. */
    Token issue(String account, String region) {
        return issue(account, region, Optional.empty());
    }

    private Token issue(String account, String region, Optional<String> accessKey) {
        Instant now = clientsNow.get();
        for (Token old : List.copyOf(table.all())) {
            if (old.expires().isBefore(now)) {
                table.remove(old.password());
            }
        }
        Token token = new Token(ids.word(64), account, region, now.plus(VALID), accessKey);
        table.put(token.password(), token);
        return token;
    }

    /** The token of that password, also when it has expired. */
    Optional<Token> withPassword(String password) {
        return table.get(password);
    }

    /** The token of an {@code Authorization: Basic} header, also when it has expired. */
    Optional<Token> of(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).trim()), StandardCharsets.UTF_8);
            return pair.startsWith("AWS:") ? table.get(pair.substring(4)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
