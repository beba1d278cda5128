package dev.penstock.aws.client;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where and in whose name AWS is called.
 *
 * @param realm which AWS is meant
 * @param region the Region of calls whose scope names none; absent for the user's configured one, and for {@code us-east-1} in
 *     a simulated AWS
 * @param accounts the accounts that may be called, 12 digits each; empty if any may be. Checked once per scope, before its
 *     first call
 * @param roles how roles are assumed
 */
public record AwsSettings(Realm realm, Optional<String> region, Set<String> accounts, RoleSession roles) {

    public AwsSettings {
        Objects.requireNonNull(realm, "realm");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(roles, "roles");
        accounts = Set.copyOf(accounts);
    }

    /** A realm, and everything else as it is by default. */
    public static AwsSettings of(Realm realm) {
        return new AwsSettings(realm, Optional.empty(), Set.of(), RoleSession.DEFAULT);
    }
}
