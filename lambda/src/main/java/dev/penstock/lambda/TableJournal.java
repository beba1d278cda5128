package dev.penstock.lambda;

import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.journal.Journal;
import dev.penstock.settings.JournalLocation;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A table of DynamoDB; nothing is asked of it before it is used. */
record TableJournal(Journal open) implements HomeJournal {

    static TableJournal of(Variables variables, AwsClients clients, InstantSource clock) {
        Optional<URI> tables = variables.optional("PENSTOCK_TABLE_ENDPOINT").map(URI::create);
        return new TableJournal(DynamoDbJournals.open(
                tables.isEmpty() ? clients : new AwsClients(AwsSettings.of(new Realm.Aws(Optional.empty(), tables))),
                new JournalLocation.DynamoDb(
                        variables.required("PENSTOCK_TABLE"),
                        Optional.empty(),
                        tables.isEmpty() ? Optional.of(variables.required("PENSTOCK_BUCKET")) : Optional.empty(),
                        "",
                        tables),
                retention(variables),
                clock));
    }

    private static Optional<Duration> retention(Variables variables) {
        String days = variables.optional("PENSTOCK_RETENTION_DAYS").orElse("0");
        try {
            long number = Long.parseLong(days);
            return number == 0 ? Optional.empty() : Optional.of(Duration.ofDays(number));
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "PENSTOCK_RETENTION_DAYS is a whole number of days, or 0 for ever; it is '" + days + "'", e);
        }
    }

    @Override
    public boolean isPartOfSnapshots() {
        return true;
    }
}
