package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JournalSettingsTest {

    private static final Path FOLDER = Path.of("/work/project").toAbsolutePath();

    private static SettingsReading read(String content) {
        return SettingsReader.read(SourceText.of("penstock.yml", content), FOLDER);
    }

    private static Optional<JournalLocation> journal(String content) {
        SettingsReading reading = read(content);
        assertThat(reading).as("%s", reading.problems()).isInstanceOf(SettingsReading.Accepted.class);
        return ((SettingsReading.Accepted) reading).settings().journal();
    }

    private static List<String> complaints(String content) {
        return read(content).problems().stream()
                .map(problem ->
                        problem.id() + " " + problem.span().line() + " " + problem.field() + " " + problem.message())
                .toList();
    }

    @Test
    void namesAStoreByItsMembers() {
        assertThat(journal("""
            journal:
              postgresql:
                url: postgresql://deployer@db/releases?sslmode=require
                schema: shop
                passwordVariable: DB_PASSWORD
            """))
                .contains(new JournalLocation.Postgresql(
                        "db",
                        "releases",
                        Optional.of("deployer"),
                        Map.of("sslmode", "require"),
                        "shop",
                        Optional.of(new JournalLocation.Postgresql.InVariable("DB_PASSWORD"))));
        assertThat(journal("""
            journal: {postgresql: {url: "postgresql://db/releases", password: {secret: "shop-db:password"}}}
            """))
                .get()
                .extracting(location -> ((JournalLocation.Postgresql) location).password())
                .isEqualTo(Optional.of(new JournalLocation.Postgresql.InSecret("shop-db:password")));
        assertThat(journal("journal: {dynamodb: {table: penstock, region: eu-west-1, bucket: shop, prefix: j/}}"))
                .contains(new JournalLocation.DynamoDb(
                        "penstock", Optional.of("eu-west-1"), Optional.of("shop"), "j/", Optional.empty()));
        assertThat(journal("journal: {sqlite: ../shared.db}"))
                .contains(new JournalLocation.Sqlite(Path.of("/work/shared.db")));
    }

    @Test
    void namesAStoreInOneLineAsTheCommandLineDoes() {
        assertThat(journal("journal: dynamodb://penstock"))
                .contains(new JournalLocation.DynamoDb(
                        "penstock", Optional.empty(), Optional.empty(), "", Optional.empty()));
        assertThat(journal("journal: sqlite")).isEmpty();
        assertThat(journal("region: eu-west-1")).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThat(complaints("journal:\n  postgresql:\n    url: postgresql://me:hunter2@db/releases\n"))
                .containsExactly("PEN-SETTINGS-006 3 /journal/postgresql/url The URL holds a password.");
        String url = "journal:\n  postgresql:\n    url: postgresql://db/releases\n";
        assertThat(complaints(url + "    password: hunter2\n"))
                .containsExactly("PEN-SETTINGS-006 4 /journal/postgresql/password A password has no place in a file.");
        assertThat(complaints(url + "    password: {secret: a}\n    passwordVariable: B\n"))
                .containsExactly("PEN-SETTINGS-005 4 /journal/postgresql Two places of the password are named.");
        assertThat(complaints(url + "    password: {}\n"))
                .containsExactly("PEN-SETTINGS-001 4 /journal/postgresql/password/secret 'secret' is missing here.");
        assertThat(complaints("journal:\n  postgresql: {schema: Shop}\n"))
                .containsExactlyInAnyOrder("PEN-SETTINGS-001 2 /journal/postgresql/url 'url' is missing here.");
        assertThat(complaints("journal:\n  postgresql:\n    url: dynamodb://table\n"))
                .containsExactly(
                        "PEN-SETTINGS-004 3 /journal/postgresql/url This is not the URL of a PostgreSQL database.");
        assertThat(complaints("journal: {}"))
                .containsExactly("PEN-SETTINGS-005 1 /journal It is not said what the journal is.");
        assertThat(complaints("journal:\n  sqlite: a.db\n  dynamodb: {table: penstock}\n"))
                .containsExactly("PEN-SETTINGS-005 2 /journal Several journals are named.");
        assertThat(complaints("journal: {dynamodb: {table: x, zone: y}}"))
                .containsExactlyInAnyOrder(
                        "PEN-SETTINGS-003 1 /journal/dynamodb/zone 'zone' is not a field of this.",
                        "PEN-SETTINGS-004 1 /journal/dynamodb/table 'x' cannot be the name of a table.");
    }
}
