package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Entry;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.StoredSignal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * All items of an execution. A query reads them in the order of their sort keys: blocks, head, snapshots. So whatever is
 * moved from the head to a block meanwhile is missed, which the gap shows, and never seen twice; then it is read again.
 */
final class History {

    private static final int MOST_READINGS = 20;

    /** What was read of an execution. */
    record Reading(Head head, Optional<Snapshot> snapshot, List<Head.StoredEntry> entries) {}

    private final Calls calls;
    private final Contents contents;

    History(Calls calls, Contents contents) {
        this.calls = calls;
        this.contents = contents;
    }

    Optional<Reading> read(ExecutionId id) {
        for (int attempt = 1; ; attempt++) {
            List<Map<String, AttributeValue>> items = calls.partition(
                    Layout.PARTITION, Layout.partition(id), Integer.MAX_VALUE, query -> query.consistentRead(true));
            Optional<Head> head = items.stream()
                    .filter(item -> sort(item).equals(Layout.HEAD))
                    .filter(item -> new Fields(item).number(Layout.EXPIRES, Long.MAX_VALUE)
                            > calls.options().clock().instant().getEpochSecond())
                    .findFirst()
                    .map(HeadItem::read);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            Optional<Reading> whole = whole(head.get(), items);
            if (whole.isPresent()) {
                return whole;
            }
            if (attempt >= MOST_READINGS) {
                throw new JournalException.Damaged("execution " + id + " in table '" + calls.table()
                        + "' is damaged: entries or its snapshot are missing");
            }
            calls.pause(attempt);
        }
    }

    private Optional<Reading> whole(Head head, List<Map<String, AttributeValue>> items) {
        long compacted = head.log().snapshot();
        Map<Long, Head.StoredEntry> entries = new HashMap<>();
        items.stream()
                .filter(item -> sort(item).startsWith(Layout.BLOCK))
                .flatMap(item -> HeadItem.readEntries(new Fields(item)).stream())
                .forEach(entry -> entries.put(entry.version(), entry));
        head.log().entries().forEach(entry -> entries.put(entry.version(), entry));
        entries.keySet().removeIf(version -> version <= compacted || version > head.version());
        Optional<Snapshot> snapshot = items.stream()
                .filter(item -> sort(item).equals(Layout.snapshot(compacted)))
                .findFirst()
                .map(item -> new Snapshot(compacted, contents.bytes(head.id(), HeadItem.content(new Fields(item)))));
        boolean complete = entries.size() == head.version() - compacted && (compacted == 0 || snapshot.isPresent());
        return complete
                ? Optional.of(new Reading(
                        head,
                        snapshot,
                        entries.values().stream()
                                .sorted(Comparator.comparingLong(Head.StoredEntry::version))
                                .toList()))
                : Optional.empty();
    }

    StoredExecution stored(Reading reading) {
        return new StoredExecution(reading.head().summary(), reading.snapshot(), entries(reading, 0));
    }

    List<Entry> entries(Reading reading, long after) {
        return reading.entries().stream()
                .filter(entry -> entry.version() > after)
                .map(entry -> new Entry(
                        entry.version(),
                        entry.at(),
                        contents.bytes(reading.head().id(), entry.content())))
                .toList();
    }

    List<StoredSignal> signals(Head head) {
        return head.mail().letters().stream()
                .map(letter -> new StoredSignal(letter.id(), letter.at(), contents.bytes(head.id(), letter.content())))
                .toList();
    }

    /** The write of entries as a block. */
    TransactWriteItem block(ExecutionId id, List<Head.StoredEntry> entries) {
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(calls.table())
                        .item(blockItem(id, entries))
                        .build())
                .build();
    }

    Map<String, AttributeValue> blockItem(ExecutionId id, List<Head.StoredEntry> entries) {
        Map<String, AttributeValue> item = new HashMap<>(
                Layout.key(Layout.partition(id), Layout.block(entries.getFirst().version())));
        HeadItem.entries(item, entries);
        return item;
    }

    Map<String, AttributeValue> snapshotItem(ExecutionId id, Snapshot snapshot) {
        Map<String, AttributeValue> item =
                new HashMap<>(Layout.key(Layout.partition(id), Layout.snapshot(snapshot.version())));
        HeadItem.content(item, contents.keep(id, snapshot.payload()));
        return item;
    }

    TransactWriteItem snapshot(ExecutionId id, Snapshot snapshot) {
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(calls.table())
                        .item(snapshotItem(id, snapshot))
                        .build())
                .build();
    }

    /** Removes blocks and snapshots that a newer snapshot stands for. What is left over is passed over when reading. */
    void sweep(ExecutionId id, long snapshot) {
        List<WriteRequest> deletes = new ArrayList<>();
        for (Map<String, AttributeValue> item : beside(id)) {
            String sort = sort(item);
            boolean older = sort.startsWith(Layout.SNAPSHOT)
                    ? sort.compareTo(Layout.snapshot(snapshot)) < 0
                    : HeadItem.readEntries(new Fields(item)).stream().allMatch(entry -> entry.version() <= snapshot);
            if (older) {
                deletes.add(WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(Layout.key(Layout.partition(id), sort)))
                        .build());
            }
        }
        calls.writeAll(deletes);
    }

    /** Lets blocks, snapshots and large facts in the table expire, or stay. */
    void expire(ExecutionId id, Optional<Long> at) {
        for (Map<String, AttributeValue> item : calls.partition(
                Layout.PARTITION, Layout.partition(id), Integer.MAX_VALUE, query -> query.consistentRead(true))) {
            if (!sort(item).equals(Layout.HEAD)) {
                calls.expire(item, at);
            }
            contents(item).forEach(content -> contents.expire(id, content, at));
        }
    }

    private static List<Content> contents(Map<String, AttributeValue> item) {
        String sort = sort(item);
        if (sort.startsWith(Layout.SNAPSHOT)) {
            return List.of(HeadItem.content(new Fields(item)));
        }
        List<Head.StoredEntry> entries =
                sort.equals(Layout.HEAD) ? HeadItem.read(item).log().entries() : HeadItem.readEntries(new Fields(item));
        return entries.stream().map(Head.StoredEntry::content).toList();
    }

    private List<Map<String, AttributeValue>> beside(ExecutionId id) {
        return Stream.of(Layout.BLOCK, Layout.SNAPSHOT)
                .flatMap(kind -> calls
                        .query(
                                Integer.MAX_VALUE,
                                query -> query.keyConditionExpression("pk = :p AND begins_with(sk, :k)")
                                        .consistentRead(true)
                                        .expressionAttributeValues(
                                                Map.of(":p", Fields.of(Layout.partition(id)), ":k", Fields.of(kind))))
                        .stream())
                .toList();
    }

    private static String sort(Map<String, AttributeValue> item) {
        return new Fields(item).text(Layout.SORT);
    }
}
