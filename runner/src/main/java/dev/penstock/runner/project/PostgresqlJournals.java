package dev.penstock.runner.project;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.secret.AwsSecretResolver;
import dev.penstock.journal.Journal;
import dev.penstock.postgresql.PostgresJournal;
import dev.penstock.postgresql.PostgresJournalOptions;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.JournalLocation;
import java.util.Map;
import java.util.Optional;

/** Opens journals in PostgreSQL databases. */
final class PostgresqlJournals {

    private PostgresqlJournals() {}

    static Journal open(JournalLocation.Postgresql location, Map<String, String> environment) {
        return PostgresJournal.open(options(location, environment));
    }

    static boolean exists(JournalLocation.Postgresql location, Map<String, String> environment) {
        return PostgresJournal.exists(options(location, environment));
    }

    private static PostgresJournalOptions options(
            JournalLocation.Postgresql location, Map<String, String> environment) {
        return PostgresJournalOptions.of(location, environment, PostgresqlJournals::secret);
    }

    /** By the credentials that the AWS CLI would use, as a table of DynamoDB is opened. */
    private static Secret secret(String reference) {
        try (AwsClients clients = new AwsClients(AwsSettings.of(new Realm.Aws(Optional.empty(), Optional.empty())))) {
            // What is said of a journal holds no password, so nothing is masked here.
            return new AwsSecretResolver(clients, new SecretMasker()).secret(AwsScope.OWN, reference);
        }
    }
}
