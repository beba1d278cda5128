package dev.penstock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.settings.JournalLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** No append that was acknowledged is lost, none is doubled, and none that was refused is there, whatever breaks. */
final class PostgresFaultsIT {

    private static final int CLIENTS = 16;

    /** How often something breaks at least. */
    private static final int TIMES = 2;

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long seed(TestReporter reporter) {
        long seed = Long.getLong("penstock.seed", new Random().nextLong());
        reporter.publishEntry("seed", String.valueOf(seed));
        return seed;
    }

    /** What breaks things meanwhile, and mends them. */
    @FunctionalInterface
    private interface Breaking {
        void once(Random random) throws Exception;
    }

    private static void appendsWhile(
            JournalLocation.Postgresql location, long seed, int each, Duration pause, Breaking breaking)
            throws Exception {
        appendsWhile(location, server.direct(location), seed, each, pause, breaking);
    }

    private static void appendsWhile(
            JournalLocation.Postgresql location,
            JournalLocation.Postgresql afterwards,
            long seed,
            int each,
            Duration pause,
            Breaking breaking)
            throws Exception {
        PostgresJournalOptions options = PostgresServer.options(location).withPatience(Duration.ofSeconds(30));
        AppendsUnderFaults appends;
        try (var journal = PostgresJournal.open(options);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            appends = new AppendsUnderFaults(journal, seed);
            var random = new Random(seed);
            var broken = new AtomicInteger();
            var over = new AtomicBoolean();
            Future<?> breaker = executor.submit(() -> {
                while (!over.get()) {
                    LockSupport.parkNanos(random.nextLong(pause.toNanos()));
                    breaking.once(random);
                    broken.incrementAndGet();
                }
                return null;
            });
            try {
                appends.run(CLIENTS, each, () -> breaker.isDone() || broken.get() >= TIMES);
            } finally {
                // What it has begun to break it mends.
                over.set(true);
                breaker.get();
            }
        }
        try (var journal = PostgresJournal.open(PostgresServer.options(afterwards))) {
            appends.check(journal);
        }
    }

    @Test
    void connectionsAreTerminatedAtRandom(TestReporter reporter) throws Exception {
        JournalLocation.Postgresql location = server.location();
        try (Connection other = DriverManager.getConnection(server.jdbc())) {
            appendsWhile(location, seed(reporter), 300, Duration.ofMillis(300), random -> {
                try (var statement = other.createStatement()) {
                    statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name LIKE 'penstock journal%'");
                }
            });
        }
    }

    @Test
    void connectionsAreCutBeforeAndAfterTheServerHasDoneWhatWasAsked(TestReporter reporter) throws Exception {
        long seed = seed(reporter);
        JournalLocation.Postgresql location = server.location();
        try (var proxy = new CuttingProxy(server.port(), seed)) {
            appendsWhile(
                    PostgresServer.at(location, proxy.port()),
                    seed,
                    200,
                    Duration.ofMillis(10),
                    random -> proxy.cutting(0.02));
            assertThat(proxy.cuts()).isGreaterThan(20);
        }
    }

    @Test
    void theServerCrashesInTheMidstOfCommits(TestReporter reporter) throws Exception {
        appendsWhile(server.location(), seed(reporter), 100, Duration.ofSeconds(1), random -> server.crash());
    }

    /** The primary is gone in the midst of commits, the standby takes over, and the other one follows it then; and again. */
    @Test
    void standbysTakeOverInTheMidstOfCommits(TestReporter reporter) throws Exception {
        long seed = seed(reporter);
        var failOvers = new AtomicInteger();
        try (var first = PostgresServer.start();
                var second = first.standby()) {
            JournalLocation.Postgresql location = PostgresServer.at(first.location(), first, second);
            appendsWhile(location, location, seed, 100, Duration.ofSeconds(1), random -> {
                boolean even = failOvers.getAndIncrement() % 2 == 0;
                PostgresServer primary = even ? first : second;
                PostgresServer standby = even ? second : first;
                primary.stop();
                standby.promote();
                primary.follow(standby);
            });
        }
    }
}
