package dev.penstock.simulator.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills model classes with values from a seed. */
final class RandomModel {

    private static final String LETTERS = "abcXYZ019 äß€<&>\"'+%=/\n\t;-_.:[]{}😀";
    private static final int DEEPEST = 4;

    private final SplittableRandom random;
    private final Predicate<Member> filled;

    RandomModel(long seed, Predicate<Member> filled) {
        this.random = new SplittableRandom(seed);
        this.filled = filled;
    }

    /** Sets most members of a builder. */
    SdkPojo fill(SdkPojo builder) {
        return fill(builder, 0);
    }

    private SdkPojo fill(SdkPojo builder, int depth) {
        // Query has no way to say that a structure is there and empty.
        boolean first = depth > 0;
        for (Member member : Shape.of(builder).members()) {
            boolean container = member.kind() == Member.Kind.STRUCTURE
                    || member.kind() == Member.Kind.LIST
                    || member.kind() == Member.Kind.MAP;
            // The client fills in idempotency tokens that are not set, and sends no request without its path.
            boolean needed =
                    member.field().containsTrait(DefaultValueTrait.class) || member.location() == MarshallLocation.PATH;
            boolean chosen = needed || random.nextInt(10) < 8 || (first && !container);
            if (filled.test(member) && chosen && !(container && depth >= DEEPEST)) {
                member.field().set(builder, value(member, depth));
                first = false;
            }
        }
        return (SdkPojo) ((Buildable) builder).build();
    }

    private Object value(Member member, int depth) {
        return switch (member.kind()) {
            case STRING -> text();
            case INTEGER -> random.nextInt();
            case LONG -> random.nextLong();
            case SHORT -> (short) random.nextInt();
            case BYTE -> (byte) random.nextInt();
            case FLOAT -> (float) random.nextDouble();
            case DOUBLE -> random.nextDouble() * 1000;
            case DECIMAL -> BigDecimal.valueOf(random.nextLong(), 5);
            case BOOLEAN -> random.nextBoolean();
            case INSTANT -> Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
            case BYTES -> SdkBytes.fromUtf8String(text());
            case STRUCTURE -> fill(member.field().constructor().get(), depth + 1);
            case LIST -> list(member, depth);
            case MAP -> map(member, depth);
            case DOCUMENT ->
                Document.mapBuilder()
                        .putString("text", text())
                        .putNumber("number", random.nextInt())
                        .putList("list", l -> l.addBoolean(true).addNull())
                        .build();
        };
    }

    private List<Object> list(Member member, int depth) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            values.add(value(member.element(), depth + 1));
        }
        return values;
    }

    private Map<String, Object> map(Member member, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            values.put("key" + i + text(), value(member.valueOfMap(), depth + 1));
        }
        return values;
    }

    private String text() {
        StringBuilder text = new StringBuilder("x");
        int[] letters = LETTERS.codePoints().toArray();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.append('y').toString();
    }
}
