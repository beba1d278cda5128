package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ClaimTransition;
import dev.penstock.journal.SignalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Claims, an item each; a free one has none. Whoever holds or awaits one has its name in its head, and whoever awaits one
 * that nobody holds is called: all of it changes in one transaction.
 */
final class ClaimItems {

    /** What changed claims come to. */
    record Plan(Head head, List<TransactWriteItem> others) {}

    private final Calls calls;
    private final Heads heads;
    private final Contents contents;

    ClaimItems(Calls calls, Heads heads, Contents contents) {
        this.calls = calls;
        this.heads = heads;
        this.contents = contents;
    }

    /** Claims as they are now; those that are not there are free. */
    Map<String, Claim> read(Collection<String> names) {
        Map<String, Claim> found = new HashMap<>();
        for (Map<String, AttributeValue> item : calls.getAll(names.stream()
                .distinct()
                .map(name -> Layout.key(Layout.claim(name), Layout.SINGLE))
                .toList())) {
            Fields fields = new Fields(item);
            found.put(
                    fields.text("name"),
                    Claim.of(
                            fields.optional("holder").map(ExecutionId::of),
                            fields.optional("waiting").map(ExecutionId::of),
                            fields.textList("behind").stream()
                                    .map(ExecutionId::of)
                                    .toList()));
        }
        return found;
    }

    /**
     * The writes that make claims what they are to be, and tell whom it concerns.
     *
     * @param head of the execution whose change it is
     * @param before the claims as they were read
     * @param after those that are different
     * @param displaced who is told by a signal
     */
    Plan plan(
            Head head,
            Map<String, Claim> before,
            Map<String, Claim> after,
            List<ClaimTransition.Displacement> displaced,
            Instant at,
            long write) {
        List<TransactWriteItem> others = new ArrayList<>();
        Set<ExecutionId> concerned = new HashSet<>();
        Map<String, Claim> changed = new HashMap<>();
        after.forEach((name, claim) -> {
            Claim was = before.getOrDefault(name, Claim.FREE);
            if (!was.equals(claim)) {
                changed.put(name, claim);
                others.add(write(name, was, claim));
                concerned.addAll(concerned(was, claim));
            }
        });
        displaced.forEach(each -> concerned.add(each.execution()));
        concerned.remove(head.id());
        Map<ExecutionId, Head> found = concerned.isEmpty() ? Map.of() : heads.loadAll(concerned);
        for (Head other : found.values()) {
            Head told = told(concern(other, changed), displaced, at);
            if (!told.equals(other)) {
                others.add(heads.beside(told, write));
                heads.forget(other.id());
            }
        }
        return new Plan(concern(head, changed), others);
    }

    /** To whom a claim means something else than before: of a line that is long, only those at its ends. */
    private static Set<ExecutionId> concerned(Claim was, Claim claim) {
        Set<ExecutionId> known = new HashSet<>();
        Stream.of(was, claim).forEach(each -> {
            each.holder().ifPresent(known::add);
            known.addAll(each.waiting());
        });
        known.removeIf(id -> Meaning.of(was, id).equals(Meaning.of(claim, id)));
        return known;
    }

    /** What a claim means for an execution. */
    private record Meaning(boolean holds, boolean waits, boolean called) {

        static Meaning of(Claim claim, ExecutionId id) {
            Optional<ExecutionId> me = Optional.of(id);
            return new Meaning(
                    claim.holder().equals(me),
                    claim.waiting().contains(id),
                    claim.called().equals(me));
        }
    }

    private static Head concern(Head head, Map<String, Claim> changed) {
        SortedSet<String> holds = new TreeSet<>(head.claims().holds());
        SortedSet<String> waits = new TreeSet<>(head.claims().waits());
        SortedSet<String> called = new TreeSet<>(head.claims().called());
        changed.forEach((name, claim) -> {
            Meaning meaning = Meaning.of(claim, head.id());
            keep(holds, name, meaning.holds());
            keep(waits, name, meaning.waits());
            keep(called, name, meaning.called());
        });
        return head.with(new Head.OwnClaims(holds, waits, called));
    }

    private static void keep(SortedSet<String> names, String name, boolean in) {
        if (in) {
            names.add(name);
        } else {
            names.remove(name);
        }
    }

    private Head told(Head head, List<ClaimTransition.Displacement> displaced, Instant at) {
        Head told = head;
        for (ClaimTransition.Displacement each : displaced) {
            if (each.execution().equals(head.id())) {
                told = told.with(deliver(told, each.message(), at));
            }
        }
        return told;
    }

    /** The mail of a head with one more signal. */
    Head.Mail deliver(Head head, byte[] message, Instant at) {
        long number = head.mail().last() + 1;
        List<Head.Letter> letters = new ArrayList<>(head.mail().letters());
        letters.add(new Head.Letter(signal(head.id(), number), at, contents.keep(head.id(), message)));
        return new Head.Mail(number, letters);
    }

    /** Grows within an execution; the lower bits tell executions apart without a counter that all of them share. */
    static SignalId signal(ExecutionId id, long number) {
        long own = (id.value().getMostSignificantBits() ^ id.value().getLeastSignificantBits()) & 0x7f_ffff_ffffL;
        return new SignalId((number << 39) | own);
    }

    private TransactWriteItem write(String name, Claim was, Claim claim) {
        Map<String, AttributeValue> values = new HashMap<>();
        String condition = equal("holder", was.holder(), values) + " AND " + equal("waiting", was.next(), values)
                + " AND " + equal(was.behind(), values);
        if (claim.equals(Claim.FREE)) {
            return TransactWriteItem.builder()
                    .delete(Delete.builder()
                            .tableName(calls.table())
                            .key(Layout.key(Layout.claim(name), Layout.SINGLE))
                            .conditionExpression(condition)
                            .expressionAttributeValues(values)
                            .build())
                    .build();
        }
        Map<String, AttributeValue> item = new HashMap<>(Layout.key(Layout.claim(name), Layout.SINGLE));
        item.put("name", Fields.of(name));
        claim.holder().ifPresent(holder -> item.put("holder", Fields.of(holder.toString())));
        claim.next().ifPresent(next -> item.put("waiting", Fields.of(next.toString())));
        if (!claim.behind().isEmpty()) {
            item.put("behind", line(claim.behind()));
        }
        Put.Builder put = Put.builder().tableName(calls.table()).item(item).conditionExpression(condition);
        if (!values.isEmpty()) {
            put.expressionAttributeValues(values);
        }
        return TransactWriteItem.builder().put(put.build()).build();
    }

    private static String equal(List<ExecutionId> behind, Map<String, AttributeValue> values) {
        if (behind.isEmpty()) {
            return "attribute_not_exists(behind)";
        }
        values.put(":behind", line(behind));
        return "behind = :behind";
    }

    private static AttributeValue line(List<ExecutionId> behind) {
        return AttributeValue.fromL(
                behind.stream().map(id -> Fields.of(id.toString())).toList());
    }

    private static String equal(String name, Optional<ExecutionId> id, Map<String, AttributeValue> values) {
        if (id.isEmpty()) {
            return "attribute_not_exists(" + name + ")";
        }
        values.put(":" + name, Fields.of(id.get().toString()));
        return name + " = :" + name;
    }
}
