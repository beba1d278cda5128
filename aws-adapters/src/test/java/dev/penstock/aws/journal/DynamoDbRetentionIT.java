package dev.penstock.aws.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.Snapshot;
import dev.penstock.simulator.dynamodb.LocalTables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What has ended expires, with all that belongs to it, and counts as gone until DynamoDB has removed it. */
class DynamoDbRetentionIT {

    private static final RunnerId ALICE = new RunnerId("alice");
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int LARGE = 450_000;

    private final ManualClock clock = new ManualClock();
    private final String table = LocalTables.newName();
    private final DynamoDbClient client = LocalTables.client();
    private final Journal journal = open();

    private Journal open() {
        client.createTable(DynamoDbJournal.table(table));
        return DynamoDbJournal.open(
                client,
                DynamoDbJournalOptions.of(table)
                        .withLease(Duration.ofDays(400), clock)
                        .withRetention(Optional.of(KEPT)));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** One with blocks, a snapshot and facts too large for an item, before and after the snapshot. */
    private ExecutionId filled(boolean ended) {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        journal.create("web", "d", append(id, 0).build()).join();
        for (int version = 1; version < 20; version++) {
            journal.append(append(id, version)
                            .payload(new byte[version == 15 ? LARGE : 900])
                            .build())
                    .join();
        }
        journal.compact(id, new Fence(ALICE, 1), new Snapshot(5, new byte[LARGE + 1]))
                .join();
        if (ended) {
            journal.append(append(id, 20).status("SUCCEEDED", true, "").build()).join();
        }
        journal.release(id, new Fence(ALICE, 1));
        return id;
    }

    private static AppendBuilder append(ExecutionId id, long version) {
        return new AppendBuilder(id, version, new Fence(ALICE, 1));
    }

    /** All items of an execution: those of its partition, and the pieces of its large facts. */
    private List<Map<String, AttributeValue>> items(ExecutionId id) {
        return client.scanPaginator(scan -> scan.tableName(table)).items().stream()
                .filter(item -> new Fields(item).text(Layout.PARTITION).contains(id.toString()))
                .toList();
    }

    private List<Optional<Long>> expiries(ExecutionId id) {
        return items(id).stream()
                .map(item -> Optional.ofNullable(item.get("expires")).map(at -> Long.valueOf(at.n())))
                .distinct()
                .toList();
    }

    @Test
    void allItemsOfWhatHasEndedExpireAndNoneOfWhatIsOpen() {
        ExecutionId ended = filled(true);
        ExecutionId open = filled(false);

        long end = clock.instant().plus(KEPT).getEpochSecond();
        assertThat(items(ended)).hasSizeGreaterThan(6);
        assertThat(expiries(ended))
                .as("the head, and a day later what it needs")
                .containsExactlyInAnyOrder(
                        Optional.of(end), Optional.of(end + Duration.ofDays(1).toSeconds()));
        assertThat(expiries(open)).containsExactly(Optional.empty());
    }

    @Test
    void whatHasExpiredAndIsNotRemovedYetCountsAsGone() {
        ExecutionId ended = filled(true);
        ExecutionId open = filled(false);
        clock.advance(KEPT.minusSeconds(1));
        assertThat(journal.read(ended).orElseThrow().entries()).hasSize(16);

        clock.advance(Duration.ofSeconds(2));

        assertThat(items(ended)).as("still in the table").isNotEmpty();
        assertThat(journal.read(ended)).isEmpty();
        assertThat(journal.whole(ended)).isEmpty();
        assertThat(journal.entriesAfter(ended, 0)).isEmpty();
        assertThat(journal.list(ExecutionQuery.newest(9)))
                .singleElement()
                .satisfies(each -> assertThat(each.id()).isEqualTo(open));
        journal.register(ALICE);
        assertThatThrownBy(() -> journal.take(ended, ALICE)).isInstanceOf(JournalException.Unknown.class);
        assertThat(journal.read(open)).isPresent();
    }

    @Test
    void whatIsTakenAgainStaysWithAllItsItemsUntilItHasEndedOnceMore() {
        ExecutionId id = filled(true);
        journal.register(ALICE);

        Fence fence = journal.take(id, ALICE);
        journal.append(new AppendBuilder(id, 21, fence)
                        .status("RUNNING", false, "Deploy")
                        .build())
                .join();
        assertThat(expiries(id)).containsExactly(Optional.empty());
        clock.advance(KEPT.multipliedBy(2));
        assertThat(journal.read(id)).isPresent();

        journal.append(new AppendBuilder(id, 22, fence)
                        .status("FAILED", true, "")
                        .build())
                .join();
        assertThat(expiries(id)).hasSize(2).doesNotContain(Optional.empty());
    }
}
