package dev.penstock.simulator.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The operators of conditions. Each compares one value of the request with one of the policy; a value that is not of the
 * operator's kind matches nothing.
 *
 * <p>Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 */
public enum Operator {
    STRING_EQUALS("StringEquals", Compared.TEXT),
    STRING_NOT_EQUALS("StringNotEquals", Compared.TEXT),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Compared.TEXT_IN_ANY_CASE),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Compared.TEXT_IN_ANY_CASE),
    STRING_LIKE("StringLike", Compared.PATTERN),
    STRING_NOT_LIKE("StringNotLike", Compared.PATTERN),
    NUMERIC_EQUALS("NumericEquals", Compared.EQUAL_NUMBER),
    NUMERIC_NOT_EQUALS("NumericNotEquals", Compared.EQUAL_NUMBER),
    NUMERIC_LESS_THAN("NumericLessThan", Compared.LESS_NUMBER),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Compared.LESS_OR_EQUAL_NUMBER),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Compared.GREATER_NUMBER),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Compared.GREATER_OR_EQUAL_NUMBER),
    DATE_EQUALS("DateEquals", Compared.EQUAL_DATE),
    DATE_NOT_EQUALS("DateNotEquals", Compared.EQUAL_DATE),
    DATE_LESS_THAN("DateLessThan", Compared.LESS_DATE),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", Compared.LESS_OR_EQUAL_DATE),
    DATE_GREATER_THAN("DateGreaterThan", Compared.GREATER_DATE),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Compared.GREATER_OR_EQUAL_DATE),
    BOOL("Bool", Compared.TEXT_IN_ANY_CASE),
    BINARY_EQUALS("BinaryEquals", Compared.BYTES),
    IP_ADDRESS("IpAddress", Compared.ADDRESS),
    NOT_IP_ADDRESS("NotIpAddress", Compared.ADDRESS),
    ARN_EQUALS("ArnEquals", Compared.ARN),
    ARN_LIKE("ArnLike", Compared.ARN),
    ARN_NOT_EQUALS("ArnNotEquals", Compared.ARN),
    ARN_NOT_LIKE("ArnNotLike", Compared.ARN),
    /** Whether the key is there at all; {@link Condition} looks itself. */
    NULL("Null", Compared.NOTHING);

    private enum Compared {
        TEXT,
        TEXT_IN_ANY_CASE,
        PATTERN,
        EQUAL_NUMBER,
        LESS_NUMBER,
        LESS_OR_EQUAL_NUMBER,
        GREATER_NUMBER,
        GREATER_OR_EQUAL_NUMBER,
        EQUAL_DATE,
        LESS_DATE,
        LESS_OR_EQUAL_DATE,
        GREATER_DATE,
        GREATER_OR_EQUAL_DATE,
        BYTES,
        ADDRESS,
        ARN,
        NOTHING
    }

    private static final Map<String, Operator> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toMap(operator -> operator.spelled.toLowerCase(Locale.ROOT), operator -> operator));

    private final String spelled;
    private final Compared compared;

    Operator(String spelled, Compared compared) {
        this.spelled = spelled;
        this.compared = compared;
    }

    static Optional<Operator> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    boolean isNegated() {
        return spelled.contains("Not");
    }

    boolean comparesDates() {
        return spelled.startsWith("Date");
    }

    /** Whether a value compares, before a negation. */
    boolean compares(String actual, String value, PolicyRequest request, boolean variables) {
        return Wildcards.of(value, request, variables)
                .map(pattern -> compares(actual, pattern))
                .orElse(false);
    }

    private boolean compares(String actual, Wildcards pattern) {
        String text = pattern.text();
        return switch (compared) {
            case TEXT -> text.equals(actual);
            case TEXT_IN_ANY_CASE -> text.equalsIgnoreCase(actual);
            case PATTERN -> pattern.matches(actual);
            case EQUAL_NUMBER -> numbers(actual, text, order -> order == 0);
            case LESS_NUMBER -> numbers(actual, text, order -> order < 0);
            case LESS_OR_EQUAL_NUMBER -> numbers(actual, text, order -> order <= 0);
            case GREATER_NUMBER -> numbers(actual, text, order -> order > 0);
            case GREATER_OR_EQUAL_NUMBER -> numbers(actual, text, order -> order >= 0);
            case EQUAL_DATE -> dates(actual, text, order -> order == 0);
            case LESS_DATE -> dates(actual, text, order -> order < 0);
            case LESS_OR_EQUAL_DATE -> dates(actual, text, order -> order <= 0);
            case GREATER_DATE -> dates(actual, text, order -> order > 0);
            case GREATER_OR_EQUAL_DATE -> dates(actual, text, order -> order >= 0);
            case BYTES -> binaries(actual, text);
            case ADDRESS ->
                AddressRange.parse(text).filter(range -> range.contains(actual)).isPresent();
            case ARN -> pattern.matchesArn(actual);
            case NOTHING -> false;
        };
    }

    private static boolean numbers(String actual, String value, IntPredicate order) {
        try {
            return order.test(new BigDecimal(actual).compareTo(new BigDecimal(value)));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean dates(String actual, String value, IntPredicate order) {
        Optional<Instant> left = instant(actual);
        Optional<Instant> right = instant(value);
        return left.isPresent() && right.isPresent() && order.test(left.get().compareTo(right.get()));
    }

    /** ISO 8601 with or without a time, or seconds since 1970. */
    private static Optional<Instant> instant(String text) {
        try {
            if (text.matches("[0-9]{1,11}")) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean binaries(String actual, String value) {
        try {
            return Arrays.equals(
                    Base64.getDecoder().decode(actual), Base64.getDecoder().decode(value));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
