package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalTextTest {

    private static final Path FOLDER = Path.of("/work/project").toAbsolutePath();

    private static JournalLocation location(String text) {
        JournalText.Reading reading = JournalText.read(text, FOLDER);
        assertThat(reading).isInstanceOf(JournalText.Named.class);
        return ((JournalText.Named) reading).location();
    }

    private static JournalText.Wrong wrong(String text) {
        JournalText.Reading reading = JournalText.read(text, FOLDER);
        assertThat(reading).isInstanceOf(JournalText.Wrong.class);
        return (JournalText.Wrong) reading;
    }

    @ParameterizedTest
    @CsvSource({
        "shared/journal.db, /work/project/shared/journal.db",
        "/var/lib/journal.db, /var/lib/journal.db",
        "sqlite:../journal.db, /work/journal.db"
    })
    void aPathIsASqliteFile(String text, Path file) {
        assertThat(location(text)).isEqualTo(new JournalLocation.Sqlite(file));
    }

    @Test
    void aUrlNamesServerDatabaseRoleSchemaAndHowToConnect() {
        assertThat(location("postgresql://de%20ployer@db.example.com:6432,[::1]/releases"
                        + "?schema=shop&sslmode=verify-full&targetServerType=primary"))
                .isEqualTo(new JournalLocation.Postgresql(
                        "db.example.com:6432,[::1]",
                        "releases",
                        Optional.of("de ployer"),
                        Map.of("sslmode", "verify-full", "targetServerType", "primary"),
                        "shop",
                        Optional.empty()));
        assertThat(location("postgres://localhost/releases"))
                .isEqualTo(new JournalLocation.Postgresql(
                        "localhost", "releases", Optional.empty(), Map.of(), "penstock", Optional.empty()));
    }

    @Test
    void aTableOfDynamoDbHasARegionABucketAndAnEndpoint() {
        assertThat(location(
                        "dynamodb://penstock?region=eu-west-1&bucket=shop&prefix=j/&endpoint=http://127.0.0.1:8000"))
                .isEqualTo(new JournalLocation.DynamoDb(
                        "penstock",
                        Optional.of("eu-west-1"),
                        Optional.of("shop"),
                        "j/",
                        Optional.of(URI.create("http://127.0.0.1:8000"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://deployer:hunter2@db/releases",
                "postgresql://db/releases?password=hunter2",
                "postgresql://db/releases?user=a&sslpassword=hunter2",
                "postgresql://db/releases?PASSWORD=hunter2"
            })
    void aPasswordIsRefusedAndNotRepeated(String text) {
        JournalText.Wrong wrong = wrong(text);

        assertThat(wrong.message() + wrong.hint()).doesNotContain("hunter2");
        if (!text.contains("user=")) {
            assertThat(wrong.secret()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://db/releases | There are no journals of the kind 'mysql'.",
                "jdbc:postgresql://db/releases | A journal is not named by a JDBC URL.",
                "postgresql:releases | This is not the URL of a journal.",
                "postgresql:///releases | '' names no server.",
                "postgresql://db | The database is missing.",
                "postgresql://db/a/b | 'a/b' names no database.",
                "postgresql://db/a?schema=Shop | 'Shop' cannot be the name of the journal's schema.",
                "postgresql://db/a?socketFactory=x.Y | 'socketFactory' is not known of a journal in PostgreSQL.",
                "postgresql://db/a?sslmode | The part after '?' is not made of NAME=VALUE.",
                "postgresql://db/a?sslmode=%zz | A character after '%' is not written in two hexadecimal digits.",
                "dynamodb://a/b | 'a' cannot be the name of a table.",
                "dynamodb://table?zone=x | 'zone' is not known of a journal in DynamoDB.",
                "dynamodb://table?endpoint=here | 'here' is not an endpoint.",
                "sqlite: | This names no file for a journal."
            })
    void saysWhatIsWrong(String text, String message) {
        assertThat(wrong(text).message()).isEqualTo(message);
        assertThat(wrong(text).hint()).isNotEmpty();
    }

    @Test
    void simulatedRunsHaveAJournalBesideTheNamedOne() {
        assertThat(location("shared/journal.db").simulated())
                .isEqualTo(new JournalLocation.Sqlite(FOLDER.resolve("shared/journal-simulated.db")));
        assertThat(location("shared/journal").simulated())
                .isEqualTo(new JournalLocation.Sqlite(FOLDER.resolve("shared/journal-simulated")));
        assertThat(location("postgresql://db/releases?schema=shop").simulated())
                .isEqualTo(location("postgresql://db/releases?schema=shop_simulated"));
        assertThat(location("dynamodb://table").simulated())
                .isEqualTo(location("dynamodb://table-simulated?prefix=simulated/"));
    }
}
