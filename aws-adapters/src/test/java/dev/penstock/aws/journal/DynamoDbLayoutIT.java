package dev.penstock.aws.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.simulator.dynamodb.LocalTables;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table says which layout it has, and whoever does not know that leaves it alone. */
class DynamoDbLayoutIT {

    private static final Map<String, AttributeValue> KEY =
            Map.of("pk", AttributeValue.fromS("L#layout"), "sk", AttributeValue.fromS("-"));

    private final String table = LocalTables.newName();
    private final DynamoDbClient client = LocalTables.client();

    @BeforeEach
    void make() {
        client.createTable(DynamoDbJournal.table(table));
    }

    private Journal open() {
        return DynamoDbJournal.open(client, DynamoDbJournalOptions.of(table));
    }

    private void number(long number) {
        client.putItem(put -> put.tableName(table)
                .item(Map.of(
                        "pk",
                        AttributeValue.fromS("L#layout"),
                        "sk",
                        AttributeValue.fromS("-"),
                        "number",
                        AttributeValue.fromN(Long.toString(number)))));
    }

    @Test
    void theFirstRunnerNumbersATableAndWhoOnlyLooksDoesNot() {
        try (Journal journal = open()) {
            assertThat(journal.list(ExecutionQuery.newest(1))).isEmpty();
            assertThat(client.getItem(get -> get.tableName(table).key(KEY)).hasItem())
                    .isFalse();

            journal.register(new RunnerId("alice"));
            journal.register(new RunnerId("bob"));
            assertThat(client.getItem(get -> get.tableName(table).key(KEY)).item())
                    .containsEntry("number", AttributeValue.fromN("1"));
        }
    }

    @Test
    void whoDoesNotKnowTheLayoutNeitherReadsNorWrites() {
        number(2);
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.list(ExecutionQuery.newest(1)))
                    .isInstanceOf(JournalException.Damaged.class)
                    .hasMessage("journal dynamodb://" + table + " was changed by a newer version of Penstock (its table"
                            + " has layout 2, this one knows 1): use that version");
            assertThatThrownBy(() -> journal.register(new RunnerId("alice")))
                    .isInstanceOf(JournalException.Damaged.class);
        }
        assertThat(client.scan(scan -> scan.tableName(table)).count())
                .as("nothing but the number")
                .isEqualTo(1);
    }

    @Test
    void aRunnerThatComesAfterTheTableWasChangedIsRefusedByAJournalThatWasOpenBefore() {
        try (Journal journal = open()) {
            journal.register(new RunnerId("alice")).close();
            number(2);
            assertThatThrownBy(() -> journal.register(new RunnerId("bob")))
                    .isInstanceOf(JournalException.Damaged.class);
        }
    }
}
