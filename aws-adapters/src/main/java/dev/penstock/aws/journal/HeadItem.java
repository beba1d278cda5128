package dev.penstock.aws.journal;

import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Wakeup;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A head as an item, and an item as a head. What is empty is left out. */
final class HeadItem {

    /** In {@link Layout#WORK_AT}: due whatever the time is. Earlier than any wakeup. */
    static final Instant AT_ONCE = Instant.MIN;

    /** In {@link Layout#WORK_AT} of what is held: whether it is open, or over, as when a stage is about to be retried. */
    static final long HELD_OPEN = 0;

    private static final long HELD_OVER = 1;

    private HeadItem() {}

    /** @param expires when it may be removed, in seconds since 1970; only of what is over */
    static Map<String, AttributeValue> write(Head head, Optional<Long> expires) {
        Map<String, AttributeValue> item = new HashMap<>(Layout.head(head.id()));
        item.put(Layout.PIPELINE, Fields.of(head.identity().pipeline()));
        item.put("definition", Fields.of(head.identity().definition()));
        item.put("startedAt", Fields.of(head.identity().startedAt()));
        item.put(Layout.CREATED, Fields.of(head.identity().created()));
        item.put("status", Fields.of(head.standing().status()));
        flag(item, "ended", head.standing().ended());
        item.put("detail", Fields.of(head.standing().detail()));
        item.put("version", Fields.of(head.version()));
        item.put("updatedAt", Fields.of(head.standing().updatedAt()));
        head.standing().movedTo().ifPresent(to -> item.put("movedTo", Fields.of(to)));
        holding(item, head.holding());
        entries(item, head.log().entries());
        if (head.log().snapshot() > 0) {
            item.put("snapshot", Fields.of(head.log().snapshot()));
        }
        flag(item, "spilled", head.log().spilled());
        item.put("signals", Fields.of(head.mail().last()));
        if (!head.mail().letters().isEmpty()) {
            item.put(
                    "letters",
                    AttributeValue.fromL(
                            head.mail().letters().stream().map(HeadItem::write).toList()));
        }
        texts(item, "holds", head.claims().holds());
        texts(item, "waits", head.claims().waits());
        texts(item, "called", head.claims().called());
        item.put("revision", Fields.of(head.revision().number()));
        item.put("writes", numbers(head.revision().writes()));
        indexes(item, head);
        expires.filter(at -> head.standing().isOver()).ifPresent(at -> item.put(Layout.EXPIRES, Fields.of(at)));
        return item;
    }

    private static void holding(Map<String, AttributeValue> item, Head.Holding holding) {
        holding.runner().ifPresent(runner -> item.put("runner", Fields.of(runner.value())));
        item.put("token", Fields.of(holding.token()));
        holding.wakeup().ifPresent(wakeup -> {
            flag(item, "asleep", true);
            wakeup.at().ifPresent(at -> item.put("wakeAt", Fields.of(at)));
            texts(item, "resources", wakeup.resources());
            if (!wakeup.heard().isEmpty()) {
                item.put(
                        "heard",
                        numbers(wakeup.heard().stream().map(SignalId::value).toList()));
            }
        });
    }

    /** Each index has a head only as long as somebody may look for it there. */
    private static void indexes(Map<String, AttributeValue> item, Head head) {
        boolean over = head.standing().isOver();
        item.put(Layout.LIST, Fields.of(Layout.shard(over ? "over" : "open", head.id())));
        if (!head.mail().letters().isEmpty()) {
            item.put(Layout.MAIL, Fields.of(Layout.shard("mail", head.id())));
        }
        Optional<RunnerId> runner = head.holding().runner();
        if (runner.isPresent()) {
            item.put(Layout.WORK, Fields.of(Layout.held(runner.get())));
            item.put(Layout.WORK_AT, Fields.of(over ? HELD_OVER : HELD_OPEN));
        } else if (!over) {
            Optional<Instant> at = head.isDueAtOnce()
                    ? Optional.of(AT_ONCE)
                    : head.holding().wakeup().flatMap(Wakeup::at);
            at.ifPresent(time -> {
                item.put(Layout.WORK, Fields.of(Layout.shard("due", head.id())));
                item.put(Layout.WORK_AT, Fields.of(time));
            });
        }
    }

    static void entries(Map<String, AttributeValue> item, List<Head.StoredEntry> entries) {
        if (!entries.isEmpty()) {
            item.put(
                    "entries",
                    AttributeValue.fromL(entries.stream().map(HeadItem::write).toList()));
        }
    }

    private static AttributeValue write(Head.StoredEntry entry) {
        Map<String, AttributeValue> fields = new HashMap<>();
        fields.put("v", Fields.of(entry.version()));
        fields.put("at", Fields.of(entry.at()));
        fields.put("w", Fields.of(entry.write()));
        content(fields, entry.content());
        return AttributeValue.fromM(fields);
    }

    private static AttributeValue write(Head.Letter letter) {
        Map<String, AttributeValue> fields = new HashMap<>();
        fields.put("id", Fields.of(letter.id().value()));
        fields.put("at", Fields.of(letter.at()));
        content(fields, letter.content());
        return AttributeValue.fromM(fields);
    }

    static void content(Map<String, AttributeValue> fields, Content content) {
        switch (content) {
            case Content.Here here -> fields.put("payload", Fields.of(here.bytes()));
            case Content.Elsewhere elsewhere -> fields.put("digest", Fields.of(elsewhere.digest()));
        }
    }

    private static void flag(Map<String, AttributeValue> item, String name, boolean set) {
        if (set) {
            item.put(name, AttributeValue.fromBool(true));
        }
    }

    private static void texts(Map<String, AttributeValue> item, String name, Collection<String> texts) {
        if (!texts.isEmpty()) {
            item.put(name, AttributeValue.fromSs(List.copyOf(texts)));
        }
    }

    private static AttributeValue numbers(Collection<Long> numbers) {
        return AttributeValue.fromL(numbers.stream().map(Fields::of).toList());
    }

    static Head read(Map<String, AttributeValue> item) {
        Fields fields = new Fields(item);
        return new Head(
                new Head.Identity(
                        Layout.execution(fields.text(Layout.PARTITION)),
                        fields.text(Layout.PIPELINE),
                        fields.text("definition"),
                        fields.time("startedAt"),
                        fields.number(Layout.CREATED)),
                new Head.Standing(
                        fields.text("status"),
                        fields.flag("ended"),
                        fields.text("detail"),
                        fields.number("version"),
                        fields.time("updatedAt"),
                        fields.optional("movedTo")),
                new Head.Holding(fields.optional("runner").map(RunnerId::new), fields.number("token"), wakeup(fields)),
                new Head.Log(readEntries(fields), fields.number("snapshot", 0), fields.flag("spilled")),
                new Head.Mail(
                        fields.number("signals"),
                        fields.list("letters").stream().map(HeadItem::letter).toList()),
                new Head.OwnClaims(fields.texts("holds"), fields.texts("waits"), fields.texts("called")),
                new Head.Revision(fields.number("revision"), fields.numbers("writes")));
    }

    private static Optional<Wakeup> wakeup(Fields fields) {
        return fields.flag("asleep")
                ? Optional.of(new Wakeup(
                        fields.optionalTime("wakeAt"),
                        fields.texts("resources"),
                        fields.numbers("heard").stream().map(SignalId::new).collect(Collectors.toSet())))
                : Optional.empty();
    }

    static List<Head.StoredEntry> readEntries(Fields fields) {
        return fields.list("entries").stream()
                .map(entry ->
                        new Head.StoredEntry(entry.number("v"), entry.time("at"), content(entry), entry.number("w")))
                .toList();
    }

    private static Head.Letter letter(Fields fields) {
        return new Head.Letter(new SignalId(fields.number("id")), fields.time("at"), content(fields));
    }

    static Content content(Fields fields) {
        return fields.has("digest")
                ? new Content.Elsewhere(fields.text("digest"))
                : new Content.Here(fields.bytes("payload"));
    }
}
