package dev.penstock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.RemoteCallException;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.secret.Secret;
import dev.penstock.settings.JournalLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that are in a store of secrets, and servers that have to show who they are. */
final class PostgresSecurityIT {

    private static final String ROLE = "guarded";
    private static final String PASSWORD = "correct horse battery staple";

    @TempDir
    static Path folder;

    private static CertificateAuthority authority;
    private static PostgresServer server;

    private final List<String> asked = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        authority = CertificateAuthority.in(folder.resolve("authority"));
        server = PostgresServer.encrypted(authority, ROLE, PASSWORD);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Journal open(String host, Map<String, String> parameters, Function<String, Secret> secrets) {
        var location = new JournalLocation.Postgresql(
                host + ":" + server.port(),
                "postgres",
                Optional.of(ROLE),
                parameters,
                "guarded_journal",
                Optional.of(new JournalLocation.Postgresql.InSecret("shop-db:password")));
        return PostgresJournal.open(PostgresJournalOptions.of(location, Map.of(), secrets));
    }

    private Secret password(String reference) {
        asked.add(reference);
        return Secret.of(PASSWORD);
    }

    private static Map<String, String> verifying(CertificateAuthority trusted) {
        return Map.of(
                "sslmode", "verify-full", "sslrootcert", trusted.certificate().toString());
    }

    @Test
    void aServerThatShowsWhoItIsGetsThePasswordThatIsAskedForWithEachConnection() {
        try (Journal journal = open("localhost", verifying(authority), this::password)) {
            assertThat(journal.nextDue()).isEmpty();
        }
        assertThat(asked)
                .as("the writer's and a reader's connection")
                .containsExactly("shop-db:password", "shop-db:password");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedAtOnceAndTheProblemSaysWhatToDo() throws Exception {
        CertificateAuthority other = CertificateAuthority.in(folder.resolve("other"));

        assertThatThrownBy(() -> open("localhost", verifying(other), this::password))
                .isInstanceOf(JournalException.Unavailable.class)
                .hasMessageContaining("postgresql://localhost:")
                .hasMessageContaining("the server's certificate is not accepted")
                .hasMessageContaining("sslrootcert")
                .message()
                .doesNotContain(PASSWORD);
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        assertThatThrownBy(() -> open("127.0.0.1", verifying(authority), this::password))
                .isInstanceOf(JournalException.Unavailable.class)
                .hasMessageContaining("the server's certificate is not accepted")
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void aConnectionThatIsNotEncryptedIsRefusedByAServerThatWantsIt() {
        assertThatThrownBy(() -> open("localhost", Map.of("sslmode", "disable"), this::password))
                .isInstanceOf(JournalException.Unavailable.class)
                .hasMessageContaining("the server does not let this role in");
    }

    @Test
    void aSecretThatMayNotBeReadIsNamedAndNotAskedForAgain() {
        assertThatThrownBy(() -> open("localhost", verifying(authority), reference -> {
                    asked.add(reference);
                    throw new RemoteCallException(
                            RemoteCallException.Kind.DENIED,
                            "secretsmanager:GetSecretValue",
                            "AccessDeniedException",
                            "Could not read the secret 'shop-db': access is denied.",
                            new IllegalStateException());
                }))
                .isInstanceOf(JournalException.Unavailable.class)
                .hasMessageContaining("its password cannot be had (Could not read the secret 'shop-db'");
        assertThat(asked).hasSize(1);
    }
}
