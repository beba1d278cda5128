package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.schema.SchemaHistoryReader.UnreadableHistoryException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Flyway, Liquibase and plain queries print is read. */
final class SchemaHistoryReaderTest {

    private static String flyway(String migrations) {
        return """
                {
                  "schemaVersion": "2",
                  "schemaName": "public",
                  "migrations": [%s],
                  "allSchemasEmpty": false,
                  "flywayVersion": "11.12.0",
                  "database": "orders",
                  "warnings": [],
                  "operation": "info"
                }
                """.formatted(migrations);
    }

    private static String migration(String category, String version, String state) {
        return """
                {"category": "%s", "version": "%s", "description": "some", "type": "SQL", "installedOnUTC": "",
                 "state": "%s", "undoable": "No", "filepath": "/sql/V.sql", "installedBy": "", "executionTime": 0}
                """.formatted(category, version, state);
    }

    @Test
    void whatFlywayHasAppliedIsTheHistory() throws Exception {
        String printed = flyway(String.join(
                ",",
                migration("Versioned", "1", "Success"),
                migration("Versioned", "10", "Out of Order"),
                migration("Versioned", "2.1", "Missing"),
                migration("Repeatable", "", "Success"),
                migration("Versioned", "11", "Future"),
                migration("Versioned", "12", "Pending"),
                migration("Versioned", "3", "Ignored")));

        assertThat(SchemaHistoryReader.read(HistoryForm.FLYWAY, printed))
                .isEqualTo(new SchemaHistory(List.of("1", "2.1", "10", "11"), Optional.empty(), true));
    }

    @Test
    void whatFlywayHasUndoneIsNotThere() throws Exception {
        String printed = flyway(String.join(
                ",",
                migration("Versioned", "1", "Success"),
                migration("Versioned", "2", "Undone"),
                migration("Undo", "2", "Success"),
                migration("Versioned", "2", "Pending")));

        assertThat(SchemaHistoryReader.read(HistoryForm.FLYWAY, printed).applied())
                .containsExactly("1");
    }

    @Test
    void aBaselineOfFlywayStandsForWhatWasBefore() throws Exception {
        String printed = flyway(String.join(
                ",",
                migration("Versioned", "1", "Below Baseline"),
                migration("", "7", "Baseline"),
                migration("Versioned", "8", "Success")));

        SchemaHistory history = SchemaHistoryReader.read(HistoryForm.FLYWAY, printed);

        assertThat(history).isEqualTo(new SchemaHistory(List.of("8"), Optional.of("7"), true));
        assertThat(history.has("3")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Failed", "Failed (Missing)", "Failed (Future)"})
    void aMigrationThatFailedHalfWayLeavesNobodyKnowsWhat(String state) {
        assertThatThrownBy(
                        () -> SchemaHistoryReader.read(HistoryForm.FLYWAY, flyway(migration("Versioned", "4", state))))
                .isInstanceOf(UnreadableHistoryException.class)
                .hasMessageContaining("'4' failed half-way");
    }

    @Test
    void tablesOfLiquibaseAreReadWhateverTheirColumnsAreCalled() throws Exception {
        String printed = """
                Liquibase History for jdbc:postgresql://db/orders

                +-----------------+-------------+-----------------+------------------+---------------+------+
                | Deployment ID   | Update Date | Changelog Path  | Changeset Author | Changeset ID  | Tag  |
                +-----------------+-------------+-----------------+------------------+---------------+------+
                | 7283938471      | 11/22/26    | db/changes.xml  | ann              | names         | v1   |
                +-----------------+-------------+-----------------+------------------+---------------+------+
                | 7283938471      | 11/22/26    | db/changes.xml  | ann              | full names    |      |
                +-----------------+-------------+-----------------+------------------+---------------+------+

                +-----------------+-------------+-----------------+-------------------+---------------+
                | Deployment ID   | Update date | Change log path | Change set author | Change set ID |
                +-----------------+-------------+-----------------+-------------------+---------------+
                | 7283999999      | 11/23/26    | db/more.xml     | bob               | drop-names    |
                +-----------------+-------------+-----------------+-------------------+---------------+
                Liquibase command 'history' was executed successfully.
                """;

        SchemaHistory history = SchemaHistoryReader.read(HistoryForm.LIQUIBASE, printed);

        assertThat(history.applied())
                .containsExactly(
                        "db/changes.xml::ann::names",
                        "db/changes.xml::ann::full names",
                        "db/more.xml::bob::drop-names");
        assertThat(history.has("full names")).isTrue();
    }

    @Test
    void plainListsOfLiquibaseAreReadToo() throws Exception {
        String printed = """
                Liquibase History for jdbc:postgresql://db/orders

                - Database updated at 11/22/26, 1:05 PM. Applied 2 changeset(s) in 0.1s, DeploymentId: 7283938471
                  db/changes.xml::names::ann
                  db/changes.xml::full-names::ann
                """;

        assertThat(SchemaHistoryReader.read(HistoryForm.LIQUIBASE, printed).applied())
                .containsExactly("db/changes.xml::ann::names", "db/changes.xml::ann::full-names");
    }

    @Test
    void aDatabaseWithoutMigrationsHasAnEmptyHistory() throws Exception {
        String nothing = "Liquibase History for jdbc:postgresql://db/orders\n\nNo changesets deployed\n";

        assertThat(SchemaHistoryReader.read(HistoryForm.LIQUIBASE, nothing).isEmpty())
                .isTrue();
        assertThat(SchemaHistoryReader.read(HistoryForm.FLYWAY, flyway("")).isEmpty())
                .isTrue();
        assertThat(SchemaHistoryReader.read(HistoryForm.LINES, "\n").isEmpty()).isTrue();
    }

    @Test
    void linesAreMigrationsInTheOrderApplied() throws Exception {
        assertThat(SchemaHistoryReader.read(HistoryForm.LINES, " 9\n10 \n\n8\n"))
                .isEqualTo(new SchemaHistory(List.of("9", "10", "8"), Optional.empty(), false));
    }

    @ParameterizedTest
    @EnumSource(
            value = HistoryForm.class,
            names = {"FLYWAY", "LIQUIBASE"})
    void whatIsNoHistoryIsNotTakenForAnEmptyOne(HistoryForm form) {
        assertThatThrownBy(() -> SchemaHistoryReader.read(form, "ERROR: connection refused"))
                .isInstanceOf(UnreadableHistoryException.class);
        assertThatThrownBy(() -> SchemaHistoryReader.read(form, "{\"error\": {\"errorCode\": \"FAULT\"}}"))
                .isInstanceOf(UnreadableHistoryException.class);
    }
}
