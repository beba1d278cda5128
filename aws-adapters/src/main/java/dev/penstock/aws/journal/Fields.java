package dev.penstock.aws.journal;

import dev.penstock.journal.JournalException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the attributes of an item, and makes them. Times are nanoseconds since 1970. */
final class Fields {

    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    private final Map<String, AttributeValue> item;

    Fields(Map<String, AttributeValue> item) {
        this.item = item;
    }

    boolean has(String name) {
        return item.containsKey(name);
    }

    private AttributeValue need(String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new JournalException.Damaged(
                    "the journal's table is damaged: item " + name(item) + " has no attribute '" + name + "'");
        }
        return value;
    }

    private static String name(Map<String, AttributeValue> item) {
        AttributeValue key = item.get(Layout.PARTITION);
        return key == null ? "without a key" : String.valueOf(key.s());
    }

    String text(String name) {
        return need(name).s();
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    boolean flag(String name) {
        AttributeValue value = item.get(name);
        return value != null && Boolean.TRUE.equals(value.bool());
    }

    long number(String name) {
        return Long.parseLong(need(name).n());
    }

    long number(String name, long otherwise) {
        AttributeValue value = item.get(name);
        return value == null ? otherwise : Long.parseLong(value.n());
    }

    Instant time(String name) {
        return instant(need(name).n());
    }

    Optional<Instant> optionalTime(String name) {
        return Optional.ofNullable(item.get(name)).map(value -> instant(value.n()));
    }

    byte[] bytes(String name) {
        return need(name).b().asByteArray();
    }

    List<Fields> list(String name) {
        AttributeValue value = item.get(name);
        return value == null
                ? List.of()
                : value.l().stream().map(each -> new Fields(each.m())).toList();
    }

    List<Long> numbers(String name) {
        AttributeValue value = item.get(name);
        return value == null
                ? List.of()
                : value.l().stream().map(each -> Long.parseLong(each.n())).toList();
    }

    /** Texts in their order. */
    List<String> textList(String name) {
        AttributeValue value = item.get(name);
        return value == null
                ? List.of()
                : value.l().stream().map(AttributeValue::s).toList();
    }

    SortedSet<String> texts(String name) {
        AttributeValue value = item.get(name);
        return value == null ? new TreeSet<>() : new TreeSet<>(value.ss());
    }

    static AttributeValue of(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue of(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static AttributeValue of(byte[] bytes) {
        return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes));
    }

    static AttributeValue of(Instant time) {
        return AttributeValue.fromN(BigInteger.valueOf(time.getEpochSecond())
                .multiply(NANOS)
                .add(BigInteger.valueOf(time.getNano()))
                .toString());
    }

    static Instant instant(String number) {
        BigInteger[] parts = new BigInteger(number).divideAndRemainder(NANOS);
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    }
}
