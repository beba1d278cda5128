package dev.penstock.postgresql;

import dev.penstock.secret.Secret;
import dev.penstock.settings.JournalLocation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How a journal in PostgreSQL is opened.
 *
 * @param location the database and the schema
 * @param user the role; absent for the one that is called as the user of this process
 * @param password asked for with each new connection, so that one that expires can be renewed; absent if the server wants
 *     none or the password file has it
 * @param lease after how long without a sign of life a runner counts as dead, by the server's clock; at least 1 second
 * @param patience for how long connecting is tried anew before the journal is
 *     {@linkplain dev.penstock.journal.JournalException.Unavailable unavailable}
 */
public record PostgresJournalOptions(
        JournalLocation.Postgresql location,
        Optional<String> user,
        Supplier<Optional<Secret>> password,
        Duration lease,
        Duration patience) {

    public PostgresJournalOptions {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("the lease must be at least 1 s, got " + lease);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("the patience must not be negative, got " + patience);
        }
    }

    /**
     * A lease of eight seconds, and ten for a server to come back. The role is that of the location or {@code PGUSER}; the
     * password is where the location says, or else in {@code PGPASSWORD}.
     *
     * @param secrets resolves a secret by its reference, if the location names one; a
     *     {@link dev.penstock.action.RemoteCallException} of it makes the journal unavailable
     */
    public static PostgresJournalOptions of(
            JournalLocation.Postgresql location, Map<String, String> environment, Function<String, Secret> secrets) {
        JournalLocation.Postgresql.Password place =
                location.password().orElseGet(() -> new JournalLocation.Postgresql.InVariable("PGPASSWORD"));
        Supplier<Optional<Secret>> password = switch (place) {
            case JournalLocation.Postgresql.InVariable(String name) ->
                () -> Optional.ofNullable(environment.get(name))
                        .filter(text -> !text.isEmpty())
                        .map(Secret::of);
            case JournalLocation.Postgresql.InSecret(String reference) -> () -> Optional.of(secrets.apply(reference));
        };
        return new PostgresJournalOptions(
                location,
                location.user().or(() -> Optional.ofNullable(environment.get("PGUSER"))),
                password,
                Duration.ofSeconds(8),
                Duration.ofSeconds(10));
    }

    /**
     * The same for a location that names no secret.
     *
     * @throws IllegalArgumentException if it does
     */
    public static PostgresJournalOptions of(JournalLocation.Postgresql location, Map<String, String> environment) {
        location.password()
                .filter(JournalLocation.Postgresql.InSecret.class::isInstance)
                .ifPresent(secret -> {
                    throw new IllegalArgumentException("the password is in a secret, and nothing is given to read it");
                });
        return of(location, environment, Secret::of);
    }

    /** The same with another lease. */
    public PostgresJournalOptions withLease(Duration time) {
        return new PostgresJournalOptions(location, user, password, time, patience);
    }

    /** The same with another patience. */
    public PostgresJournalOptions withPatience(Duration time) {
        return new PostgresJournalOptions(location, user, password, lease, time);
    }
}
