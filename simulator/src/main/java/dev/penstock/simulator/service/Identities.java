package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Accounts by access key: a key of twelve digits is the root user of that account, a key that was issued for an
 * assumed role is that role, and any other (or none) is the root user of {@value #DEFAULT_ACCOUNT}.
 */
public final class Identities {

    /** The account of callers whose key names none; the one in AWS's own examples. */
    public static final String DEFAULT_ACCOUNT = "123456789012";

    /** The region of callers whose signature names none. */
    public static final String DEFAULT_REGION = "us-east-1";

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private record Session(String account, String principal, String userId, Instant expires) {}

    private final Table<Session> sessions;

    public Identities(Store store) {
        sessions = store.table("sessions", Session.class);
    }

    /** Records an access key that was issued for an assumed role. Part of the current transaction. */
    public void issue(String accessKey, String account, String principal, String userId, Instant expires) {
        sessions.put(accessKey, new Session(account, principal, userId, expires));
    }

    /** Who a key belongs to. Reads within the current transaction. */
    public Caller caller(String accessKey, String region) {
        String in = region.isEmpty() ? DEFAULT_REGION : region;
        return sessions.get(accessKey)
                .map(s -> new Caller(s.account(), in, s.principal(), s.userId()))
                .orElseGet(() -> root(ACCOUNT.matcher(accessKey).matches() ? accessKey : DEFAULT_ACCOUNT, in));
    }

    /** The root user of an account. */
    public static Caller root(String account, String region) {
        return new Caller(account, region, "arn:aws:iam::" + account + ":root", account);
    }
}
