package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service and its database on a real PostgreSQL, whose migrations are applied by a build and kept in a history as Flyway's: expanded,
 * released, contracted, and never rolled back onto what it does not work with. What revisions ask of the database is asked of it, too.
 */
@Timeout(300)
class SchemaIT {

    /** What the revisions that are written for each migration ask. */
    private static final String FIRST_ASKS = "SELECT name FROM customer";

    private static final String SECOND_ASKS = "SELECT full_name FROM customer";

    /** With a canary that is judged for minutes of simulated time more. */
    private static final boolean EVERY_CELL = Boolean.getBoolean("penstock.everyCell");

    private static PostgresServer database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        database = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        // Absent where the machine has no server, and the tests are skipped.
        if (database != null) {
            database.close();
        }
    }

    private static void ask(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbc());
                Statement session = connection.createStatement()) {
            session.execute(statement);
        }
    }

    private void migration(String name, String script) throws IOException {
        Files.writeString(folder.resolve("app/db/V" + name + ".sql"), script);
    }

    /** The sample of a canary with a database, whose migrations are applied before it is built. */
    private void project() throws IOException {
        SampleProject.copy("canary", folder);
        Files.createDirectories(folder.resolve("app/db"));
        Path pipeline = folder.resolve("pipeline.yml");
        Files.writeString(pipeline, Files.readString(pipeline).replace("    - name: Build\n", """
                    - name: Migrate
                      actions:
                        - name: Migrations
                          actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                          configuration: {ProjectName: canary-migrations}
                          inputArtifacts:
                            - name: AppSource

                    - name: Build
                """.indent(0)));
        Files.writeString(folder.resolve("app/migrate.yml"), """
                version: 0.2
                phases:
                  build:
                    commands:
                      - sh migrate.sh
                """);
        Files.writeString(folder.resolve("app/migrate.sh"), """
                set -e
                run() { psql -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$DATABASE_PORT" -U postgres postgres "$@"; }
                run -c "CREATE TABLE IF NOT EXISTS flyway_schema_history (installed_rank serial, version text, success boolean)"
                for script in $(ls db | sort); do
                  version=$(echo "$script" | sed 's/^V\\([0-9]*\\)__.*/\\1/')
                  [ -z "$(run -c "SELECT 1 FROM flyway_schema_history WHERE version = '$version'")" ] || continue
                  run -1 -f "db/$script" -c "INSERT INTO flyway_schema_history (version, success) VALUES ('$version', true)"
                done
                """);
    }

    /** A canary is judged where it is to fail; else requests move at once. */
    private void settings(String writtenFor, String contracts, boolean isCanary) throws IOException {
        String said = Files.readString(Path.of("../samples/canary/penstock.yml"));
        if (!isCanary) {
            int from = said.indexOf("    release:");
            said = said.substring(0, from) + "    release: {strategy: blueGreen, keep: 1m}\n\n"
                    + said.substring(said.indexOf("# In the simulated account"));
        }
        Files.writeString(folder.resolve("penstock.yml"), said.replace("deployments:\n  Service:\n", """
                        builds:
                          Migrations:
                            buildspec: migrate.yml
                            environment: {DATABASE_PORT: "%d"}

                        schemas:
                          customers:
                            history:
                              run: [psql, -XAtq, -h, 127.0.0.1, -p, "%d", -U, postgres, postgres, -c, "%s"]
                              form: flyway
                            contracts: %s
                            migratedBy: [Migrations]

                        deployments:
                          Service:
                            schema: {of: customers, writtenFor: "%s"}
                        """.formatted(
                        database.port(),
                        database.port(),
                        "SELECT json_build_object('migrations', coalesce(json_agg(json_build_object('category',"
                                + " 'Versioned', 'version', version, 'state', CASE WHEN success THEN 'Success'"
                                + " ELSE 'Failed' END)), '[]')) FROM flyway_schema_history",
                        contracts,
                        writtenFor)));
    }

    private Console run(String writtenFor, String contracts, ExitCode expected, String... variables)
            throws IOException {
        settings(writtenFor, contracts, variables.length > 0);
        Console console = new Console(folder);
        String[] all = new String[3 + variables.length];
        System.arraycopy(new String[] {"run", "pipeline.yml", "--simulate"}, 0, all, 0, 3);
        System.arraycopy(variables, 0, all, 3, variables.length);
        assertThat(console.run(all)).as(console.out() + console.err()).isEqualTo(expected.number());
        return console;
    }

    @Test
    void aServiceIsNeverRolledBackOntoADatabaseThatItDoesNotWorkWith() throws Exception {
        project();
        migration("1__customers", "CREATE TABLE customer (name text); INSERT INTO customer VALUES ('Ann');");
        ask("CREATE TABLE flyway_schema_history (installed_rank serial, version text, success boolean)");
        run("1", "{}", ExitCode.SUCCEEDED);
        ask(FIRST_ASKS);

        // Expanded, and the revision beside it fails: it is taken back, and what ran works.
        migration("2__full_name", "ALTER TABLE customer ADD full_name text; UPDATE customer SET full_name = name;");
        if (EVERY_CELL) {
            Console bad = run("2", "{}", ExitCode.ROLLED_BACK, "--var", "Failing=5");
            assertThat(bad.out()).contains("PEN-RELEASE-003");
            ask(FIRST_ASKS);
        }

        // Contracted too early: what runs still asks for it.
        migration("3__no_name", "ALTER TABLE customer DROP name;");
        String contracts = "{\"3\": \"2\"}";
        Console early = run("2", contracts, ExitCode.FAILED);
        assertThat(early.out()).contains("PEN-SCHEMA-005", "What runs at canary/Deploy/Service is written for '1'");
        assertThat(early.run("validate", "pipeline.yml")).isZero();
        assertThat(early.out() + early.err()).contains("PEN-SETTINGS-009");
        ask(FIRST_ASKS);

        // Released what does without, and then contracted.
        Files.delete(folder.resolve("app/db/V3__no_name.sql"));
        run("2", "{}", ExitCode.SUCCEEDED);
        migration("3__no_name", "ALTER TABLE customer DROP name;");
        run("2", contracts, ExitCode.SUCCEEDED);
        ask(SECOND_ASKS);
        assertThatThrownBy(() -> ask(FIRST_ASKS)).isInstanceOf(SQLException.class);

        // An older commit, with its older settings.
        Console older = run("1", "{}", ExitCode.FAILED);
        assertThat(older.out())
                .contains("PEN-SCHEMA-001", "migration '3' has taken away")
                .contains("release a revision that is written for '2' or later");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "penstock.everyCell",
            matches = "true",
            disabledReason = "it judges a canary; -Dpenstock.everyCell=true runs it")
    void aServiceThatFailsIsHeldWhereTheOneBeforeDoesNotWorkAnyMore() throws Exception {
        ask("DROP TABLE IF EXISTS customer, flyway_schema_history");
        project();
        migration("1__customers", "CREATE TABLE customer (name text);");
        migration("2__full_name", "ALTER TABLE customer ADD full_name text;");
        ask("CREATE TABLE flyway_schema_history (installed_rank serial, version text, success boolean)");
        run("1", "{}", ExitCode.SUCCEEDED);

        // By hand, past the gate.
        ask("ALTER TABLE customer DROP name");
        ask("INSERT INTO flyway_schema_history (version, success) VALUES ('3', true)");
        settings("2", "{\"3\": \"2\"}", true);
        try (Child run = Child.start(folder, "run", "pipeline.yml", "--simulate", "--var", "Failing=5")) {
            run.awaitOutput("needs approval");
            Console other = new Console(folder);
            assertThat(other.run("status")).isZero();
            assertThat(other.out()).contains("held, as there is n");
            assertThat(other.run("reject", "--message", "We mend it."))
                    .as(other.err())
                    .isZero();

            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.number());
            assertThat(run.output()).contains("PEN-SCHEMA-002", "What ran before is written for migration '1'");
            assertThat(other.run("logs")).isZero();
            assertThat(other.out()).contains("There is no way back from this release.");
        }
    }
}
