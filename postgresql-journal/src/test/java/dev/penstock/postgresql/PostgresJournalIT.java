package dev.penstock.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.Subscription;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.settings.JournalLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is true of a journal in PostgreSQL beyond the contract. */
final class PostgresJournalIT {

    private static final RunnerId ALICE = new RunnerId("alice");
    private static final RunnerId BOB = new RunnerId("bob");
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private PostgresServer server;
    private JournalLocation.Postgresql location;

    @BeforeEach
    void place() throws Exception {
        server = PostgresServer.shared();
        location = server.location();
    }

    private PostgresJournal open() {
        return PostgresJournal.open(PostgresServer.options(location));
    }

    private static ExecutionId started(Journal journal, RunnerId runner) {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        journal.create("web", "sha256:1", append(id, 0, new Fence(runner, 1))).join();
        return id;
    }

    private static Append append(ExecutionId id, long version, Fence fence) {
        return new Append(id, version, fence, NOON, "facts".getBytes(UTF_8), List.of(), List.of(), Optional.empty());
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbc());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Test
    void whatOneProcessHasAppendedAnotherReadsAndGoesOnWith() {
        try (var one = open();
                var other = open()) {
            var alice = one.register(ALICE);
            other.register(BOB);
            ExecutionId id = started(one, ALICE);
            assertThatThrownBy(() -> other.take(id, BOB)).isInstanceOf(JournalException.Held.class);
            alice.close();

            Fence fence = other.take(id, BOB);

            assertThat(fence).isEqualTo(new Fence(BOB, 2));
            other.append(append(id, 1, fence)).join();
            assertThatThrownBy(
                            () -> one.append(append(id, 2, new Fence(ALICE, 1))).join())
                    .hasCauseInstanceOf(JournalException.FencedOff.class);
            assertThat(one.read(id).orElseThrow().entries()).hasSize(2);
        }
    }

    @Test
    void whoWaitedInTablesOfTheVersionBeforeIsTheFirstOfTheLine() throws Exception {
        Fence fence = new Fence(ALICE, 1);
        ExecutionId waiter = new ExecutionId(UUID.randomUUID());
        try (var journal = open()) {
            journal.create(
                            "web",
                            "d",
                            new AppendBuilder(waiter, 0, fence).await("a").build())
                    .join();
        }
        sql(
                "ALTER TABLE " + location.schema() + ".claim DROP COLUMN behind",
                "DELETE FROM " + location.schema() + ".schema_version WHERE version > 1");

        try (var journal = open()) {
            ExecutionId behind = started(journal, ALICE);
            journal.append(new AppendBuilder(behind, 1, fence).lineUp("a").build())
                    .join();
            assertThat(journal.claim("a").waiting()).containsExactly(waiter, behind);
        }
    }

    @Test
    void aLeaseThatNobodyRenewsIsOverByTheClockOfTheServer() throws Exception {
        try (var one = open();
                var other = open()) {
            one.register(ALICE);
            other.register(BOB);
            ExecutionId id = started(one, ALICE);
            sql("UPDATE " + location.schema() + ".runner SET lease_until = clock_timestamp() WHERE id = 'alice'");

            assertThat(other.takeDue(BOB, NOON, 1))
                    .containsExactly(new Taken(id, new Fence(BOB, 2), Optional.of(ALICE)));
        }
    }

    @Test
    void whatIsSaidInOneProcessIsNewsInTheOthers() throws Exception {
        var heard = new LinkedBlockingQueue<ExecutionId>();
        var heardByItself = new LinkedBlockingQueue<ExecutionId>();
        try (var one = open();
                var other = open();
                Subscription news = other.onNews(heard::add);
                Subscription own = one.onNews(heardByItself::add)) {
            one.register(ALICE);
            ExecutionId id = started(one, ALICE);
            // The first look of a listener may come after the first news, as it connects meanwhile.
            ExecutionId told = null;
            for (int i = 0; told == null && i < 60; i++) {
                one.send(id, "approved".getBytes(UTF_8), NOON);
                told = heard.poll(500, TimeUnit.MILLISECONDS);
            }

            assertThat(told).isEqualTo(id);
            assertThat(heardByItself).isEmpty();
        }
    }

    @Test
    void ofManyProcessesThatTakeWhatIsDueEachGetsOther() throws Exception {
        int executions = 60;
        try (var one = open();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            one.register(ALICE);
            Set<ExecutionId> due = new HashSet<>();
            for (int i = 0; i < executions; i++) {
                ExecutionId id = started(one, ALICE);
                one.release(id, new Fence(ALICE, 1), Wakeup.at(NOON));
                due.add(id);
            }
            List<Callable<List<Taken>>> takers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RunnerId runner = new RunnerId("taker-" + i);
                takers.add(() -> {
                    try (var journal = open()) {
                        journal.register(runner);
                        List<Taken> taken = new ArrayList<>();
                        for (List<Taken> more = journal.takeDue(runner, NOON, 7);
                                !more.isEmpty();
                                more = journal.takeDue(runner, NOON, 7)) {
                            taken.addAll(more);
                        }
                        // What it holds would be due again once it is closed.
                        taken.forEach(each -> journal.release(each.execution(), each.fence(), Wakeup.onSignal()));
                        return taken;
                    }
                });
            }
            List<ExecutionId> taken = new ArrayList<>();
            for (Future<List<Taken>> each : executor.invokeAll(takers)) {
                each.get().forEach(found -> taken.add(found.execution()));
            }

            assertThat(taken).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(due);
        }
    }

    @Test
    void tablesOfANewerVersionAreRefusedAndLeftAlone() throws Exception {
        open().close();
        sql("INSERT INTO " + location.schema() + ".schema_version VALUES (99, now())");

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.Damaged.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining(location.schema());
        assertThatThrownBy(() -> PostgresJournal.exists(PostgresServer.options(location)))
                .isInstanceOf(JournalException.Damaged.class);
    }

    @Test
    void manyProcessesMakeTheTablesOnce() throws Exception {
        assertThat(PostgresJournal.exists(PostgresServer.options(location))).isFalse();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> openers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                openers.add(() -> {
                    open().close();
                    return true;
                });
            }
            for (Future<Boolean> each : executor.invokeAll(openers)) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(PostgresJournal.exists(PostgresServer.options(location))).isTrue();
    }

    @Test
    void aRoleWithoutRightsToMakeTablesRunsExecutions() throws Exception {
        String role = "runner_of_" + location.schema();
        open().close();
        sql(
                "CREATE ROLE " + role + " LOGIN",
                "GRANT USAGE ON SCHEMA " + location.schema() + " TO " + role,
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + location.schema() + " TO " + role);
        location = server.location(role, location.schema());

        try (var journal = open()) {
            journal.register(ALICE);
            ExecutionId id = started(journal, ALICE);
            journal.append(append(id, 1, new Fence(ALICE, 1))).join();
            journal.send(id, "stop".getBytes(UTF_8), NOON);
            journal.release(id, new Fence(ALICE, 1), new Wakeup(Optional.of(NOON), Set.of("a")));
            assertThat(journal.takeDue(ALICE, NOON, 1)).hasSize(1);
        }

        location = server.location(role, "not_there");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.Unavailable.class)
                .hasMessageContaining("this role may not do that");
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutThePassword() {
        var nowhere = new JournalLocation.Postgresql(
                "127.0.0.1:1",
                "releases",
                Optional.of("me"),
                Map.of(),
                "penstock",
                Optional.of(new JournalLocation.Postgresql.InVariable("SECRET")));
        PostgresJournalOptions options =
                PostgresJournalOptions.of(nowhere, Map.of("SECRET", "hunter2")).withPatience(Duration.ZERO);

        assertThatThrownBy(() -> PostgresJournal.open(options))
                .isInstanceOf(JournalException.Unavailable.class)
                .hasMessageContaining("postgresql://127.0.0.1:1/releases, schema penstock")
                .hasMessageContaining("cannot be reached")
                .message()
                .doesNotContain("hunter2");
        assertThat(options.toString()).doesNotContain("hunter2");
    }

    @Test
    void aServerThatIsAwayForLongRefusesWhatComesAndLosesNothing() throws Exception {
        try (var own = PostgresServer.start()) {
            JournalLocation.Postgresql there = own.location();
            try (var journal =
                    PostgresJournal.open(PostgresServer.options(there).withPatience(Duration.ofMillis(300)))) {
                journal.register(ALICE);
                ExecutionId id = started(journal, ALICE);
                own.stop();
                // Sent or not: the first may be in doubt and waits; what comes after it is refused.
                var first = journal.append(append(id, 1, new Fence(ALICE, 1)));
                assertThatThrownBy(() -> journal.read(id)).isInstanceOf(JournalException.Unavailable.class);
                own.startAgain();

                assertThatCode(first::join).doesNotThrowAnyException();
                assertThat(journal.read(id).orElseThrow().entries()).hasSize(2);
            }
        }
    }

    @Test
    void durabilityIsNotTheDatabasesToSwitchOff() throws Exception {
        sql("ALTER ROLE postgres SET synchronous_commit TO off");
        try (Connection connection = new Server(PostgresServer.options(location)).connect("test");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SHOW synchronous_commit")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("on");
        } finally {
            sql("ALTER ROLE postgres RESET synchronous_commit");
        }
    }

    @Test
    void aPayloadThatIsTooLargeIsRefusedBeforeItIsSent() {
        try (var journal = open()) {
            byte[] payload = new byte[Changes.LARGEST_PAYLOAD + 1];
            assertThatThrownBy(() -> journal.pin("sha256:x", payload))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("67108864");
        }
    }
}
