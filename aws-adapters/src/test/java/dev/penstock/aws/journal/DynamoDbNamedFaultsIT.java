package dev.penstock.aws.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.aws.journal.FaultyDynamoDb.Kind;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Entry;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.simulator.dynamodb.LocalTables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each thing that DynamoDB is documented to do on a bad day, by itself; {@code DynamoDbFaultsIT} has all of them at random. */
@Timeout(120)
class DynamoDbNamedFaultsIT {

    /** Of an item ("Quotas in Amazon DynamoDB"). */
    private static final int MOST_BYTES = 400 * 1024;

    private static final RunnerId RUNNER = new RunnerId("runner");
    private static final int MANY = 12;

    private final DynamoDbClient tables = LocalTables.client();
    private final String table = LocalTables.newName();
    private long seed = 7;

    @BeforeEach
    void createTable() {
        tables.createTable(DynamoDbJournal.table(table));
    }

    /** With numbers of its own, by which it knows what it has written. */
    private Journal journal(DynamoDbClient client, int attempts) {
        return DynamoDbJournal.open(
                client,
                DynamoDbJournalOptions.of(table)
                        .withAttempts(attempts)
                        .with(new Random(seed++)::nextLong, time -> Thread.onSpinWait()));
    }

    private static ExecutionId created(Journal journal, Fence fence) {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        journal.create("web", "digest", new AppendBuilder(id, 0, fence).build()).join();
        return id;
    }

    private static byte[] large(int bytes) {
        byte[] large = new byte[bytes];
        new Random(bytes).nextBytes(large);
        return large;
    }

    private static void append(Journal journal, Append append) {
        journal.append(append).join();
    }

    /** About what it counts with: names and values. */
    private static int bytes(AttributeValue value) {
        return switch (value.type()) {
            case B -> value.b().asByteArrayUnsafe().length;
            case S -> value.s().getBytes(StandardCharsets.UTF_8).length;
            case L -> value.l().stream().mapToInt(DynamoDbNamedFaultsIT::bytes).sum();
            case M ->
                value.m().values().stream()
                        .mapToInt(DynamoDbNamedFaultsIT::bytes)
                        .sum();
            case N, BOOL, NUL, SS, NS, BS, UNKNOWN_TO_SDK_VERSION -> 40;
        };
    }

    @Test
    void aFactThatIsLargerThanAnItemMayBeIsKeptInPieces() {
        byte[] fact = large(3 * MOST_BYTES + 1);
        try (Journal journal = journal(tables, 3)) {
            Fence fence = journal.register(RUNNER).firstFence();
            ExecutionId id = created(journal, fence);

            append(journal, new AppendBuilder(id, 1, fence).payload(fact).build());

            assertThat(journal.read(id).orElseThrow().entries().getLast().payload())
                    .isEqualTo(fact);
        }
        assertThat(tables.scanPaginator(scan -> scan.tableName(table)).items())
                .allSatisfy(item -> assertThat(item.values().stream()
                                .mapToInt(DynamoDbNamedFaultsIT::bytes)
                                .sum())
                        .isLessThan(MOST_BYTES))
                .hasSizeGreaterThan(4);
    }

    @Test
    void whatABatchLeavesUnprocessedIsAskedForAgain() {
        var faulty = new FaultyDynamoDb(tables, 7, 0.5, Kind.PARTLY);
        try (Journal journal = journal(faulty.client(), 40)) {
            Fence fence = journal.register(RUNNER).firstFence();
            List<ExecutionId> ids = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                ids.add(created(journal, fence));
                append(
                        journal,
                        new AppendBuilder(ids.getLast(), 1, fence)
                                .payload(large(2 * MOST_BYTES + i))
                                .build());
            }
            for (int i = 0; i < MANY; i++) {
                assertThat(journal.read(ids.get(i))
                                .orElseThrow()
                                .entries()
                                .getLast()
                                .payload())
                        .isEqualTo(large(2 * MOST_BYTES + i));
            }
        }
        assertThat(faulty.struck()).isGreaterThan(MANY);
    }

    @Test
    void aThrottledTableIsAskedAgainAndNothingIsLost() {
        var faulty = new FaultyDynamoDb(tables, 7, 0.6, Kind.CAPACITY, Kind.REQUEST_LIMIT, Kind.THROTTLED);
        try (Journal journal = journal(faulty.client(), 60)) {
            Fence fence = journal.register(RUNNER).firstFence();
            ExecutionId id = created(journal, fence);
            for (int version = 1; version <= 3 * MANY; version++) {
                append(journal, new AppendBuilder(id, version, fence).build());
            }
            assertThat(journal.read(id).orElseThrow().entries())
                    .extracting(Entry::version)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 3 * MANY + 1)
                            .mapToObj(version -> (long) version)
                            .toList());
        }
        assertThat(faulty.struck()).isGreaterThan(3 * MANY);
    }

    @Test
    void aTableThatIsThrottledForGoodRefusesAnAppendAndKeepsNothingOfIt() {
        var faulty = new FaultyDynamoDb(tables, 7, 1, Kind.CAPACITY);
        faulty.pause(true);
        try (Journal journal = journal(faulty.client(), 5)) {
            Fence fence = journal.register(RUNNER).firstFence();
            ExecutionId id = created(journal, fence);
            faulty.pause(false);

            CompletionException refused = catchThrowableOfType(
                    CompletionException.class, () -> append(journal, new AppendBuilder(id, 1, fence).build()));

            assertThat(refused).cause().isInstanceOf(JournalException.Unavailable.class);
            faulty.heal();
            assertThat(journal.read(id).orElseThrow().entries()).hasSize(1);
            append(journal, new AppendBuilder(id, 1, fence).build());
        }
    }

    /** Each has a journal of its own, and all append the same version at the same time: conditions fail by the dozen. */
    @Test
    void inAStormOfFailedConditionsEachVersionIsWrittenOnce() throws Exception {
        List<Journal> journals = new ArrayList<>();
        IntStream.range(0, MANY).forEach(i -> journals.add(journal(tables, 10)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Fence fence = journals.getFirst().register(RUNNER).firstFence();
            ExecutionId id = created(journals.getFirst(), fence);
            for (int version = 1; version <= MANY; version++) {
                List<Future<Boolean>> written = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    Append append = new AppendBuilder(id, version, fence)
                            .payload(("by " + i).getBytes(StandardCharsets.UTF_8))
                            .build();
                    Journal journal = journals.get(i);
                    written.add(threads.submit((Callable<Boolean>) () -> isWritten(journal, append)));
                }
                int winners = 0;
                for (Future<Boolean> each : written) {
                    winners += each.get() ? 1 : 0;
                }
                assertThat(winners).as("version %s", version + 1).isOne();
            }
            assertThat(journals.getLast().read(id).orElseThrow().entries()).hasSize(MANY + 1);
        } finally {
            journals.forEach(Journal::close);
        }
    }

    private static boolean isWritten(Journal journal, Append append) {
        try {
            append(journal, append);
            return true;
        } catch (CompletionException e) {
            assertThat(e).cause().isInstanceOf(JournalException.VersionConflict.class);
            return false;
        }
    }

    /** Many runners take the same execution at the same time: one has it in the end, and no other may write. */
    @Test
    void inAStormOfTakersOneHasTheExecutionAndTheOthersAreFencedOff() throws Exception {
        List<Journal> journals = new ArrayList<>();
        IntStream.range(0, MANY).forEach(i -> journals.add(journal(tables, 10)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RunnerId first = new RunnerId("runner-0");
            Fence before = journals.getFirst().register(first).firstFence();
            ExecutionId id = created(journals.getFirst(), before);
            journals.getFirst().release(id, before);
            List<Future<List<Fence>>> taking = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                Journal journal = journals.get(i);
                RunnerId runner = new RunnerId("runner-" + i);
                if (i > 0) {
                    journal.register(runner);
                }
                taking.add(threads.submit(() -> taken(journal, id, runner)));
            }
            List<Fence> fences = new ArrayList<>();
            for (Future<List<Fence>> each : taking) {
                fences.addAll(each.get());
            }
            assertThat(fences).as("who has it").hasSize(1);
            append(journals.getFirst(), new AppendBuilder(id, 1, fences.getFirst()).build());
            assertThatThrownBy(() -> append(journals.getFirst(), new AppendBuilder(id, 2, before).build()))
                    .hasCauseInstanceOf(JournalException.FencedOff.class);
        } finally {
            journals.forEach(Journal::close);
        }
    }

    private static List<Fence> taken(Journal journal, ExecutionId id, RunnerId runner) {
        try {
            return List.of(journal.take(id, runner));
        } catch (JournalException.Held e) {
            return List.of();
        }
    }
}
