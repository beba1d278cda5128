package dev.penstock.simulator.wire;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/** Values that are text on the wire: in forms, XML, headers, queries. */
final class Scalars {

    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Scalars() {}

    /**
     * Reads a scalar.
     *
     * @throws IllegalArgumentException when the text is none of the member's kind
     */
    static Object read(Member member, String text) {
        try {
            return switch (member.kind()) {
                case STRING -> text;
                case INTEGER -> Integer.valueOf(text.trim());
                case LONG -> Long.valueOf(text.trim());
                case SHORT -> Short.valueOf(text.trim());
                case BYTE -> Byte.valueOf(text.trim());
                case FLOAT -> Float.valueOf(text.trim());
                case DOUBLE -> Double.valueOf(text.trim());
                case DECIMAL -> new BigDecimal(text.trim());
                case BOOLEAN -> readBoolean(text.trim());
                case INSTANT -> readInstant(member, text.trim());
                case BYTES -> SdkBytes.fromByteArray(Base64.getDecoder().decode(text.trim()));
                case STRUCTURE, LIST, MAP, DOCUMENT ->
                    throw new IllegalArgumentException(member.name() + " must not be plain text");
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text + " is no date for " + member.name(), e);
        }
    }

    /** Writes a scalar. */
    static String write(Member member, Object value) {
        return switch (value) {
            case Instant instant -> writeInstant(member, instant);
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
            case BigDecimal decimal -> decimal.toPlainString();
            default -> value.toString();
        };
    }

    private static boolean readBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text + " is neither true nor false");
        }
        return text.equals("true");
    }

    private static Instant readInstant(Member member, String text) {
        return switch (format(member)) {
            case RFC_822 ->
                ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            case UNIX_TIMESTAMP, UNIX_TIMESTAMP_MILLIS ->
                Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
            case ISO_8601 -> Instant.parse(text);
        };
    }

    private static String writeInstant(Member member, Instant instant) {
        return switch (format(member)) {
            case RFC_822 -> HTTP_DATE.format(instant);
            case UNIX_TIMESTAMP, UNIX_TIMESTAMP_MILLIS ->
                BigDecimal.valueOf(instant.toEpochMilli(), 3).toPlainString();
            case ISO_8601 -> ISO.format(instant.truncatedTo(ChronoUnit.MILLIS));
        };
    }

    /** The member's own format, else what the place implies: HTTP dates in headers, ISO 8601 elsewhere. */
    private static TimestampFormatTrait.Format format(Member member) {
        TimestampFormatTrait.Format own = member.timestamps();
        if (own != null) {
            return own;
        }
        return member.location() == MarshallLocation.HEADER
                ? TimestampFormatTrait.Format.RFC_822
                : TimestampFormatTrait.Format.ISO_8601;
    }
}
