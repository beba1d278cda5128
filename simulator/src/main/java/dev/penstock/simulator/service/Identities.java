package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who calls, by access key: a key of twelve digits is the root of that account; a key that was given out for a user or a
 * session is that user or session; any other (or none) is the root of {@value #DEFAULT_ACCOUNT}. Secrets and signatures
 * are not checked, but a key that was given out is refused once it has expired or was deactivated or deleted.
 */
public final class Identities {

    /** The account of callers whose key names none; the one in AWS's own examples. */
    public static final String DEFAULT_ACCOUNT = "123456789012";

    /** The region of callers whose signature names none. */
    public static final String DEFAULT_REGION = "us-east-1";

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private final Table<Credential> credentials;

    public Identities(Store store) {
        credentials = store.table("credentials", Credential.class);
    }

    /** Records an access key that was given out. Part of the current transaction. */
    public void issue(String accessKey, Credential credential) {
        credentials.put(accessKey, credential);
    }

    /** Records an access key of a user. Part of the current transaction. */
    public void issueToUser(String accessKey, String account, String arn, String userId, Instant now) {
        issue(
                accessKey,
                new Credential(
                        account, arn, userId, arn, Optional.empty(), true, now, List.of(), Map.of(), List.of(), false));
    }

    /** Lets a key be used or not. What was given out once is never taken for an unknown key again. */
    public void setUsable(String accessKey, boolean usable) {
        credentials.get(accessKey).ifPresent(known -> credentials.put(accessKey, known.withUsable(usable)));
    }

    /** What is known of a key; empty for keys that were not given out here. Reads within the current transaction. */
    public Optional<Credential> credential(String accessKey) {
        return credentials.get(accessKey);
    }

    /**
     * Who a key belongs to. Reads within the current transaction.
     *
     * @throws ServiceError {@code ExpiredToken} or {@code InvalidClientTokenId}, in the words of {@link Refusals}
     */
    public Caller caller(String accessKey, String region, Instant now) {
        credentials.get(accessKey).ifPresent(known -> {
            if (!known.usable()) {
                throw Refusals.invalidKey();
            }
            if (known.expires().filter(end -> !now.isBefore(end)).isPresent()) {
                throw Refusals.expired();
            }
        });
        return holder(accessKey, region);
    }

    /** Who a key belongs to, or belonged to while it was valid. Reads within the current transaction. */
    public Caller holder(String accessKey, String region) {
        String in = region.isEmpty() ? DEFAULT_REGION : region;
        return credentials
                .get(accessKey)
                .map(known -> new Caller(known.account(), in, known.principal(), known.userId(), accessKey))
                .orElseGet(() -> root(ACCOUNT.matcher(accessKey).matches() ? accessKey : DEFAULT_ACCOUNT, in));
    }

    /** The root user of an account. */
    public static Caller root(String account, String region) {
        return new Caller(account, region, "arn:aws:iam::" + account + ":root", account, account);
    }
}
