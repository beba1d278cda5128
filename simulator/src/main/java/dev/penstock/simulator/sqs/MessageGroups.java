package dev.penstock.simulator.sqs;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The message groups of FIFO queues. Groups take turns: one that gave messages stands behind the others. Called inside
 * transactions.
 */
final class MessageGroups {

    /**
     * A group that has messages.
     *
     * @param messages by key, in order
     */
    record Group(String name, long turn, Map<String, StoredMessage> messages) {}

    private static final String TURN = "turn ";
    private static final String LAST = "turns";

    private final Queues queues;

    MessageGroups(Queues queues) {
        this.queues = queues;
    }

    /** The groups of a queue that have messages, in the order of their turns. */
    List<Group> waiting(Queue queue, Instant now) {
        Map<String, Map<String, StoredMessage>> byName = new LinkedHashMap<>();
        queues.messages(queue, now)
                .forEach((key, message) -> byName.computeIfAbsent(
                                message.content().group().orElse(""), name -> new LinkedHashMap<>())
                        .put(key, message));
        return byName.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), queues.number(queue, TURN + entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparingLong(Group::turn))
                .toList();
    }

    /** Gives a group that was never seen its turn behind the others. */
    void arrived(Queue queue, String name) {
        if (queues.number(queue, TURN + name) == 0) {
            moveBack(queue, name);
        }
    }

    /** Lets all other groups be asked before this one. */
    void moveBack(Queue queue, String name) {
        queues.number(queue, TURN + name, queues.next(queue, LAST));
    }
}
