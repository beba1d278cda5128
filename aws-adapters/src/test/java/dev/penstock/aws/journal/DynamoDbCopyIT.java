package dev.penstock.aws.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalCopy;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.Snapshot;
import dev.penstock.simulator.dynamodb.LocalTables;
import dev.penstock.testing.InMemoryJournal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Executions that come to DynamoDB, go from it, and go from one table to another. */
class DynamoDbCopyIT {

    private static final RunnerId ALICE = new RunnerId("alice");
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private static Journal table() {
        String name = LocalTables.newName();
        LocalTables.client().createTable(DynamoDbJournal.table(name));
        return DynamoDbJournal.open(LocalTables.client(), DynamoDbJournalOptions.of(name));
    }

    @Test
    void everyFactComesToTheTableAndOutOfItAgain() {
        move(new InMemoryJournal(), table());
        move(table(), new InMemoryJournal());
        move(table(), table());
    }

    private static void move(Journal from, Journal to) {
        try (from;
                to) {
            ExecutionId id = new ExecutionId(UUID.randomUUID());
            Fence fence = new Fence(ALICE, 1);
            from.pin("d", "the definition".getBytes(UTF_8));
            from.create(
                            "web",
                            "d",
                            new AppendBuilder(id, 0, fence).acquire("web/Build").build())
                    .join();
            for (int version = 1; version < 12; version++) {
                byte[] payload = new byte[version * 40_000];
                from.append(new AppendBuilder(id, version, fence)
                                .payload(payload)
                                .status("RUNNING", false, "Build")
                                .build())
                        .join();
            }
            from.compact(id, fence, new Snapshot(3, new byte[200_000])).join();
            from.send(id, "approved".getBytes(UTF_8), NOON);
            var before = from.whole(id).orElseThrow();

            List<JournalCopy.Outcome> outcomes =
                    new JournalCopy(from, to, "there", new RunnerId("mover")).move(List.of(id), told -> {});

            assertThat(outcomes).first().isInstanceOf(JournalCopy.Outcome.Moved.class);
            assertThat(to.read(id).orElseThrow().summary())
                    .isEqualTo(before.stored().summary());
            assertThat(to.whole(id).orElseThrow().claims()).isEqualTo(before.claims());
            assertThat(to.signals(id)).hasSize(1);
            assertThat(to.pinned("d")).isPresent();
        }
    }
}
