package dev.penstock.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;

/**
 * Reads CBOR (RFC 8949) as the JSON that says the same: byte strings become Base64, tags fall away, so that an instant is
 * its seconds. Numbers that JSON has no word for become text, which no member of kind number takes.
 */
final class Cbor {

    private static final int DEEPEST = 200;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xFF;

    private final ByteBuffer in;

    private Cbor(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    /**
     * Translates one item.
     *
     * @throws ServiceError {@code SerializationException} when it is no CBOR, or none that JSON can say
     */
    static byte[] toJson(byte[] cbor) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(cbor.length * 2);
        Cbor reader = new Cbor(cbor);
        try (JsonGenerator out = Json.generator(json)) {
            reader.item(out, 0);
        } catch (BufferUnderflowException e) {
            throw malformed("the CBOR breaks off");
        }
        if (reader.in.hasRemaining()) {
            throw malformed("something follows the CBOR item");
        }
        return json.toByteArray();
    }

    private void item(JsonGenerator out, int depth) {
        if (depth > DEEPEST) {
            throw malformed("the CBOR is nested too deeply");
        }
        int head = in.get() & 0xFF;
        int info = head & 0x1F;
        switch (head >> 5) {
            case 0 -> out.writeNumber(unsigned(info));
            case 1 -> out.writeNumber(unsigned(info).negate().subtract(BigInteger.ONE));
            case 2 -> out.writeString(Base64.getEncoder().encodeToString(bytes(2, info)));
            case 3 -> out.writeString(text(info));
            case 4 -> array(out, info, depth);
            case 5 -> map(out, info, depth);
            case 6 -> {
                unsigned(info);
                item(out, depth + 1);
            }
            default -> simple(out, info);
        }
    }

    private void array(JsonGenerator out, int info, int depth) {
        out.writeStartArray();
        long left = info == INDEFINITE ? Long.MAX_VALUE : length(info);
        for (; left > 0 && !ends(info); left--) {
            item(out, depth + 1);
        }
        out.writeEndArray();
    }

    private void map(JsonGenerator out, int info, int depth) {
        out.writeStartObject();
        long left = info == INDEFINITE ? Long.MAX_VALUE : length(info);
        for (; left > 0 && !ends(info); left--) {
            int head = in.get() & 0xFF;
            if (head >> 5 != 3) {
                throw malformed("a key of a map is no text");
            }
            out.writeName(text(head & 0x1F));
            item(out, depth + 1);
        }
        out.writeEndObject();
    }

    private boolean ends(int info) {
        if (info != INDEFINITE) {
            return false;
        }
        in.mark();
        boolean end = (in.get() & 0xFF) == BREAK;
        if (!end) {
            in.reset();
        }
        return end;
    }

    private void simple(JsonGenerator out, int info) {
        switch (info) {
            case 20 -> out.writeBoolean(false);
            case 21 -> out.writeBoolean(true);
            case 22, 23 -> out.writeNull();
            case 25 -> number(out, Float.float16ToFloat(in.getShort()));
            case 26 -> number(out, in.getFloat());
            case 27 -> number(out, in.getDouble());
            default -> throw malformed("a CBOR item of a kind that is not known");
        }
    }

    private static void number(JsonGenerator out, double value) {
        if (Double.isFinite(value)) {
            out.writeNumber(new BigDecimal(Double.toString(value)));
        } else {
            out.writeString(Double.toString(value));
        }
    }

    private BigInteger unsigned(int info) {
        return switch (info) {
            case 24 -> BigInteger.valueOf(in.get() & 0xFF);
            case 25 -> BigInteger.valueOf(in.getShort() & 0xFFFF);
            case 26 -> BigInteger.valueOf(in.getInt() & 0xFFFF_FFFFL);
            case 27 -> {
                byte[] eight = new byte[8];
                in.get(eight);
                yield new BigInteger(1, eight);
            }
            default -> {
                if (info > 27) {
                    throw malformed("a CBOR item whose size is not known");
                }
                yield BigInteger.valueOf(info);
            }
        };
    }

    /** The size of what follows: no more than there is, as every element takes a byte. */
    private int length(int info) {
        BigInteger length = unsigned(info);
        if (length.bitLength() > 31 || length.intValue() > in.remaining()) {
            throw malformed("the CBOR breaks off");
        }
        return length.intValue();
    }

    private String text(int info) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(3, info)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a text is not UTF-8");
        }
    }

    private byte[] bytes(int major, int info) {
        if (info != INDEFINITE) {
            byte[] bytes = new byte[length(info)];
            in.get(bytes);
            return bytes;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!ends(info)) {
            int head = in.get() & 0xFF;
            if (head >> 5 != major || (head & 0x1F) == INDEFINITE) {
                throw malformed("a part of a string is of another kind");
            }
            byte[] part = bytes(major, head & 0x1F);
            all.write(part, 0, part.length);
        }
        return all.toByteArray();
    }

    private static ServiceError malformed(String why) {
        return ServiceError.client("SerializationException", why);
    }
}
