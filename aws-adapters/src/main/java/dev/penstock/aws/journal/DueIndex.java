package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.RunnerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Looks in the indexes. They follow the table within a moment: what they name is read from the table before it counts, and
 * what they do not name yet is found by the next look.
 */
final class DueIndex {

    private record Found(ExecutionId id, Instant at) {}

    private final Calls calls;
    private final Heads heads;
    private final Leases leases;

    DueIndex(Calls calls, Heads heads, Leases leases) {
        this.calls = calls;
        this.heads = heads;
        this.leases = leases;
    }

    /** Executions whose time has come, the earliest first, at most so many. */
    List<ExecutionId> due(Instant now, int limit) {
        return Layout.shards("due").stream()
                .flatMap(shard -> calls
                        .query(
                                limit,
                                query -> query.indexName(Layout.WORK_INDEX)
                                        .keyConditionExpression("#w = :w AND workAt <= :now")
                                        .expressionAttributeNames(Map.of("#w", Layout.WORK))
                                        .expressionAttributeValues(
                                                Map.of(":w", Fields.of(shard), ":now", Fields.of(now))))
                        .stream())
                .map(DueIndex::found)
                .sorted(Comparator.comparing(Found::at))
                .limit(limit)
                .map(Found::id)
                .toList();
    }

    /** Open executions that a dead runner holds, at most so many, with the runner. */
    Map<ExecutionId, RunnerId> left(int limit) {
        Map<ExecutionId, RunnerId> left = new HashMap<>();
        for (RunnerId runner : leases.dead(leases.all())) {
            List<ExecutionId> open = open(runner, limit);
            if (open.isEmpty() && held(runner, 1).isEmpty()) {
                leases.bury(runner);
            }
            heads.loadAll(open).values().stream()
                    .filter(head -> head.holding().runner().equals(Optional.of(runner)))
                    .filter(head -> !head.standing().isOver())
                    .forEach(head -> left.put(head.id(), runner));
            if (left.size() >= limit) {
                break;
            }
        }
        return left;
    }

    private List<ExecutionId> open(RunnerId runner, int limit) {
        return calls
                .query(
                        limit,
                        query -> query.indexName(Layout.WORK_INDEX)
                                .keyConditionExpression("#w = :w AND workAt = :open")
                                .expressionAttributeNames(Map.of("#w", Layout.WORK))
                                .expressionAttributeValues(Map.of(
                                        ":w", Fields.of(Layout.held(runner)), ":open", Fields.of(HeadItem.HELD_OPEN))))
                .stream()
                .map(item -> Layout.execution(new Fields(item).text(Layout.PARTITION)))
                .toList();
    }

    /** What a runner holds, as far as the index knows. */
    List<ExecutionId> held(RunnerId runner, int limit) {
        return calls
                .partition(Layout.WORK, Layout.held(runner), limit, query -> query.indexName(Layout.WORK_INDEX))
                .stream()
                .map(item -> Layout.execution(new Fields(item).text(Layout.PARTITION)))
                .toList();
    }

    /** When the first execution is due of those that nobody holds. */
    Optional<Instant> next() {
        return Layout.shards("due").stream()
                .flatMap(shard ->
                        calls.partition(Layout.WORK, shard, 1, query -> query.indexName(Layout.WORK_INDEX)).stream())
                .map(item -> found(item).at())
                .map(at -> at.equals(HeadItem.AT_ONCE) ? Instant.EPOCH : at)
                .min(Comparator.naturalOrder());
    }

    private static Found found(Map<String, AttributeValue> item) {
        Fields fields = new Fields(item);
        return new Found(Layout.execution(fields.text(Layout.PARTITION)), fields.time(Layout.WORK_AT));
    }

    /** Executions with signals that were not taken in. */
    List<ExecutionId> signalled() {
        return Layout.shards("mail").stream()
                .flatMap(
                        shard -> calls
                                .partition(
                                        Layout.MAIL,
                                        shard,
                                        Integer.MAX_VALUE,
                                        query -> query.indexName(Layout.MAIL_INDEX))
                                .stream())
                .map(item -> Layout.execution(new Fields(item).text(Layout.PARTITION)))
                .toList();
    }

    /** Summaries, the one created last first. */
    List<ExecutionSummary> list(ExecutionQuery query) {
        List<String> shards = new ArrayList<>(Layout.shards("open"));
        if (!query.openOnly()) {
            shards.addAll(Layout.shards("over"));
        }
        List<ExecutionId> ids = shards.stream()
                .flatMap(shard -> newest(shard, query).stream())
                .sorted(Comparator.comparingLong(
                                (Map<String, AttributeValue> item) -> new Fields(item).number(Layout.CREATED))
                        .reversed())
                .limit(query.limit())
                .map(item -> Layout.execution(new Fields(item).text(Layout.PARTITION)))
                .toList();
        Map<ExecutionId, Head> found = heads.loadAll(ids);
        return ids.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(Head::summary)
                .filter(summary -> !query.openOnly() || !summary.ended())
                .toList();
    }

    /** A page is not smaller than this where most of it may be of other pipelines. */
    private static final int SMALLEST_PAGE = 100;

    private List<Map<String, AttributeValue>> newest(String shard, ExecutionQuery query) {
        if (query.pipeline().isEmpty()) {
            return calls.partition(
                    Layout.LIST,
                    shard,
                    query.limit(),
                    asked -> asked.indexName(Layout.LIST_INDEX).scanIndexForward(false));
        }
        return calls.query(
                query.limit(),
                asked -> asked.indexName(Layout.LIST_INDEX)
                        .scanIndexForward(false)
                        .limit(Math.max(query.limit(), SMALLEST_PAGE))
                        .keyConditionExpression("#l = :l")
                        .filterExpression("pipeline = :pipeline")
                        .expressionAttributeNames(Map.of("#l", Layout.LIST))
                        .expressionAttributeValues(Map.of(
                                ":l",
                                Fields.of(shard),
                                ":pipeline",
                                Fields.of(query.pipeline().get()))));
    }
}
