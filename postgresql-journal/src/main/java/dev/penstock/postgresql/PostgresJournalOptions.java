package dev.penstock.postgresql;

import dev.penstock.settings.JournalLocation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
        Supplier<Optional<String>> password,
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
     * A lease of eight seconds, and ten for a server to come back. Role and password are those of the environment:
     * {@code PGUSER} and, in the variable that the location names or else in {@code PGPASSWORD}, the password.
     */
    public static PostgresJournalOptions of(JournalLocation.Postgresql location, Map<String, String> environment) {
        String variable = location.passwordVariable().orElse("PGPASSWORD");
        return new PostgresJournalOptions(
                location,
                location.user().or(() -> Optional.ofNullable(environment.get("PGUSER"))),
                () -> Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty()),
                Duration.ofSeconds(8),
                Duration.ofSeconds(10));
    }

    /** The same with another lease. */
    public PostgresJournalOptions withLease(Duration time) {
        return new PostgresJournalOptions(location, user, password, time, patience);
    }

    /** The same with another patience. */
    public PostgresJournalOptions withPatience(Duration time) {
        return new PostgresJournalOptions(location, user, password, lease, time);
    }

    /** The same with passwords from elsewhere, such as a store of secrets. */
    public PostgresJournalOptions withPassword(Supplier<Optional<String>> source) {
        return new PostgresJournalOptions(location, user, source, lease, patience);
    }
}
