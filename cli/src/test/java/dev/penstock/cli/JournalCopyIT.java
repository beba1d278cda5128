package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalCopy;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.journal.WholeExecution;
import dev.penstock.postgresql.PostgresServer;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.JournalStores;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.settings.JournalLocation;
import dev.penstock.settings.JournalText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code penstock journal copy} from each kind of journal to each kind, whenever it is interrupted. */
class JournalCopyIT {

    private static final RunnerId ALICE = new RunnerId("alice");
    private static final RunnerId BOB = new RunnerId("bob");
    private static final String STAGE = "web/Deploy";
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "123456789012", "aws.secretAccessKey", "simulated");

    /** More than an item of DynamoDB takes. */
    private static final int LARGE = 450_000;

    /** Calls from one death to the next; each of them, before and after, takes minutes. */
    private static final int STEP = Boolean.getBoolean("penstock.everyCell") ? 1 : 5;

    private static PostgresServer database;
    private static SharedStore.Table table;

    @TempDir
    private Path folder;

    private final Map<String, ExecutionId> ids = new HashMap<>();

    private enum Kind {
        SQLITE,
        POSTGRESQL,
        DYNAMODB
    }

    private record Pair(Kind from, Kind to) {}

    static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Kind from : Kind.values()) {
            for (Kind to : Kind.values()) {
                pairs.add(new Pair(from, to));
            }
        }
        return pairs;
    }

    @BeforeAll
    static void start() throws Exception {
        CREDENTIALS.forEach(System::setProperty);
        table = new SharedStore.Table();
        database = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CREDENTIALS.keySet().forEach(System::clearProperty);
        table.close();
        if (database != null) {
            database.close();
        }
    }

    private String text(Kind kind, String name) {
        return switch (kind) {
            case SQLITE -> folder.resolve(name + ".db").toString();
            case POSTGRESQL -> "postgresql://postgres@127.0.0.1:" + database.port() + "/postgres?schema=" + name;
            case DYNAMODB -> table.text(name);
        };
    }

    private JournalLocation location(String text) {
        return ((JournalText.Named) JournalText.read(text, folder)).location();
    }

    private Journal open(String text) {
        return JournalStores.open(
                new JournalChoice(new Project(folder), Optional.of(location(text)), Optional.empty(), Map.of(), ""),
                RunTarget.AWS);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everythingComesToTheOtherJournalAndGoesOnThereWheneverTheMoveIsInterrupted(Pair pair) {
        String name = ("copy_" + pair.from() + "_" + pair.to()).toLowerCase(Locale.ROOT);
        String from = text(pair.from(), name + "_a");
        String to = text(pair.to(), name + "_b");
        Map<ExecutionId, WholeExecution> before = new HashMap<>();
        try (Journal first = open(from);
                Journal second = open(to)) {
            fill(first);
            ids.values().forEach(id -> before.put(id, first.whole(id).orElseThrow()));

            assertThat(interruptions(first, second, location(to).describe())).isGreaterThan(3);
        }

        Console console = new Console(folder);
        assertThat(console.run("journal", "copy", from, to, "--all"))
                .as(console.err() + console.out())
                .isZero();
        assertThat(console.out()).contains("Moved " + ids.size() + " of " + ids.size() + " executions.");

        try (Journal first = open(from);
                Journal second = open(to)) {
            isClosed(first);
            before.forEach((id, whole) -> isThere(second, whole));
            goesOn(second);
        }
    }

    /** Moves until a move is not interrupted, each time a little later; says how often it was. */
    private int interruptions(Journal first, Journal second, String destination) {
        for (int attempt = 0; ; attempt++) {
            var process = new DyingJournals(1 + attempt * STEP, attempt % 2 == 0);
            var copy = new JournalCopy(
                    process.of(first), process.of(second), destination, new RunnerId("mover-" + attempt));
            try {
                copy.move(List.copyOf(ids.values()), told -> {});
                return attempt;
            } catch (DyingJournals.Dead e) {
                // Its registration is gone with it: journals of one process are told by closing it.
            }
        }
    }

    /** One that holds a stage and has messages, one that waits for that stage, one with large facts, one that has ended. */
    private void fill(Journal journal) {
        journal.pin("sha256:d", "the definition".getBytes(UTF_8));
        try (RunnerRegistration registration = journal.register(ALICE)) {
            ExecutionId holder = begun(journal, "holder");
            append(journal, new AppendBuilder(holder, 1, fence()).acquire(STAGE).status("RUNNING", false, "Deploy"));
            journal.send(holder, "approved".getBytes(UTF_8), NOON);
            journal.send(holder, "promote".getBytes(UTF_8), NOON.plusSeconds(1));
            journal.release(holder, fence(), new Wakeup(Optional.of(NOON.plusSeconds(3600)), Set.of("service web")));

            ExecutionId waiting = begun(journal, "waiting");
            append(journal, new AppendBuilder(waiting, 1, fence()).await(STAGE));
            journal.release(waiting, fence(), Wakeup.onSignal());

            ExecutionId large = begun(journal, "large");
            for (int version = 1; version < 4; version++) {
                append(journal, new AppendBuilder(large, version, fence()).payload(bytes(LARGE + version)));
            }
            journal.compact(large, fence(), new Snapshot(3, bytes(LARGE))).join();
            journal.release(large, fence());

            ExecutionId ended = begun(journal, "ended");
            append(journal, new AppendBuilder(ended, 1, fence()).status("SUCCEEDED", true, ""));
            journal.release(ended, fence());
            assertThat(registration.runner()).isEqualTo(ALICE);
        }
    }

    private ExecutionId begun(Journal journal, String name) {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        ids.put(name, id);
        journal.create("web", "sha256:d", new AppendBuilder(id, 0, fence()).build())
                .join();
        return id;
    }

    private static void append(Journal journal, AppendBuilder append) {
        journal.append(append.build()).join();
    }

    private static Fence fence() {
        return new Fence(ALICE, 1);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private void isClosed(Journal first) {
        try (RunnerRegistration registration = first.register(BOB)) {
            ids.values()
                    .forEach(id -> assertThatThrownBy(() -> first.take(id, registration.runner()))
                            .isInstanceOf(JournalException.Moved.class));
            assertThat(first.takeDue(BOB, NOON.plusSeconds(86_400), 99)).isEmpty();
        }
        assertThat(first.list(ExecutionQuery.newest(99)))
                .hasSize(ids.size())
                .extracting(ExecutionSummary::status)
                .containsOnly(Journal.MOVED);
    }

    private static void isThere(Journal second, WholeExecution before) {
        ExecutionId id = before.stored().summary().id();
        WholeExecution there = second.whole(id).orElseThrow();
        assertThat(there.stored().summary()).isEqualTo(before.stored().summary());
        assertThat(facts(there)).isEqualTo(facts(before));
        assertThat(there.claims()).containsExactlyInAnyOrderElementsOf(before.claims());
        assertThat(there.definition()).contains("the definition".getBytes(UTF_8));
    }

    /** A line for each fact and message; they are too large to be compared byte by byte, and shown. */
    private static List<String> facts(WholeExecution whole) {
        List<String> facts = new ArrayList<>();
        whole.stored()
                .snapshot()
                .ifPresent(each -> facts.add("snapshot " + each.version() + " " + summary(each.payload())));
        whole.stored().entries().forEach(each -> facts.add(each.version() + " " + each.at() + summary(each.payload())));
        // Their numbers are those of the journal that they are in.
        whole.signals().forEach(each -> facts.add("signal " + each.at() + " " + summary(each.payload())));
        return facts;
    }

    private static String summary(byte[] payload) {
        return payload.length + " bytes, " + Arrays.hashCode(payload);
    }

    /** Whoever works on the other journal drives them: the stage that one frees is the other's. */
    private void goesOn(Journal second) {
        try (RunnerRegistration registration = second.register(BOB)) {
            Map<ExecutionId, Fence> taken = new HashMap<>();
            for (Taken each : second.takeDue(registration.runner(), NOON, 99)) {
                taken.put(each.execution(), each.fence());
            }
            ExecutionId holder = id("holder");
            assertThat(taken.keySet()).contains(holder, id("large")).doesNotContain(id("ended"));
            SignalId signal = second.signals(holder).getFirst().id();
            append(
                    second,
                    new AppendBuilder(holder, 2, Objects.requireNonNull(taken.get(holder)))
                            .release(STAGE)
                            .takeIn(signal)
                            .status("SUCCEEDED", true, ""));
            assertThat(second.signals(holder)).hasSize(1);
            Fence next = Optional.ofNullable(taken.get(id("waiting")))
                    .orElseGet(() -> second.take(id("waiting"), registration.runner()));
            append(
                    second,
                    new AppendBuilder(id("waiting"), 2, next)
                            .stopAwaiting(STAGE)
                            .acquire(STAGE));
            assertThat(second.whole(id("waiting")).orElseThrow().claims())
                    .containsExactly(new WholeExecution.OwnClaim(STAGE, true));
        }
    }

    private ExecutionId id(String name) {
        return Objects.requireNonNull(ids.get(name));
    }
}
