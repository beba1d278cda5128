package dev.penstock.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Model classes as CBOR, in the form of Smithy RPC v2: maps by member name, instants as seconds with tag 1, bytes as byte
 * strings.
 */
public final class CborShapes {

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int EPOCH_SECONDS = 1;
    private static final int FALSE = 0xF4;
    private static final int TRUE = 0xF5;
    private static final int DOUBLE = 0xFB;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    private CborShapes() {}

    /**
     * Fills a request's builder from a body.
     *
     * @return the body as JSON
     * @throws ServiceError as AWS answers a body that is no CBOR or has values of the wrong kind
     */
    public static byte[] read(byte[] body, SdkPojo builder) {
        byte[] json = body.length == 0 ? body : Cbor.toJson(body);
        JsonShapes.read(json, builder);
        return json;
    }

    /** A response's body. */
    public static byte[] write(SdkPojo pojo) {
        CborShapes writer = new CborShapes();
        writer.structure(pojo);
        return writer.out.toByteArray();
    }

    /** A map of texts: the body of an error. */
    public static byte[] write(Map<String, String> members) {
        CborShapes writer = new CborShapes();
        writer.head(MAP, members.size());
        members.forEach((name, value) -> {
            writer.text(name);
            writer.text(value);
        });
        return writer.out.toByteArray();
    }

    private void structure(SdkPojo pojo) {
        List<Member> members = Shape.of(pojo).members();
        long set = members.stream()
                .filter(member -> Shape.value(member.field(), pojo) != null)
                .count();
        head(MAP, set);
        for (Member member : members) {
            Object value = Shape.value(member.field(), pojo);
            if (value != null) {
                text(member.name());
                value(member, value);
            }
        }
    }

    private void value(Member member, Object value) {
        switch (member.kind()) {
            case STRING -> text((String) value);
            case INTEGER, LONG, SHORT, BYTE -> whole(((Number) value).longValue());
            case FLOAT, DOUBLE -> real(((Number) value).doubleValue());
            case DECIMAL -> real(((BigDecimal) value).doubleValue());
            case BOOLEAN -> out.write((Boolean) value ? TRUE : FALSE);
            case INSTANT -> {
                head(TAG, EPOCH_SECONDS);
                real(((Instant) value).toEpochMilli() / 1000.0);
            }
            case BYTES -> bytes(BYTES, ((SdkBytes) value).asByteArrayUnsafe());
            case STRUCTURE -> structure((SdkPojo) value);
            case LIST -> {
                head(ARRAY, ((List<?>) value).size());
                ((List<?>) value).forEach(element -> value(member.element(), element));
            }
            case MAP -> {
                head(MAP, ((Map<?, ?>) value).size());
                ((Map<?, ?>) value).forEach((key, element) -> {
                    text((String) key);
                    value(member.valueOfMap(), element);
                });
            }
            case DOCUMENT -> throw new IllegalArgumentException("documents have no form in CBOR");
        }
    }

    private void text(String text) {
        bytes(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(int major, byte[] bytes) {
        head(major, bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    private void whole(long value) {
        if (value >= 0) {
            head(UNSIGNED, value);
        } else {
            head(NEGATIVE, ~value);
        }
    }

    private void real(double value) {
        out.write(DOUBLE);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }

    private void head(int major, long argument) {
        int type = major << 5;
        if (argument < 24) {
            out.write(type | (int) argument);
        } else if (argument <= 0xFF) {
            out.write(type | 24);
            out.write((int) argument);
        } else if (argument <= 0xFFFF) {
            out.write(type | 25);
            out.write((int) argument >> 8);
            out.write((int) argument);
        } else if (argument <= 0xFFFF_FFFFL) {
            out.write(type | 26);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt((int) argument).array());
        } else {
            out.write(type | 27);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(argument).array());
        }
    }
}
