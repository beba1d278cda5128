package dev.penstock.schema;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Versions of migrations as Flyway orders them: numbers with dots or underscores between them, of which missing ones are 0. */
final class SchemaVersions {

    private static final Pattern VERSION = Pattern.compile("\\d+([._]\\d+)*");
    private static final Pattern BETWEEN = Pattern.compile("[._]");

    private SchemaVersions() {}

    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /** Less than, equal to or more than 0; what is no version comes before all versions. */
    static int compare(String one, String other) {
        boolean isOne = isVersion(one);
        boolean isOther = isVersion(other);
        if (!isOne || !isOther) {
            return isOne == isOther ? one.compareTo(other) : Boolean.compare(isOne, isOther);
        }
        String[] ones = BETWEEN.split(one, -1);
        String[] others = BETWEEN.split(other, -1);
        for (int i = 0; i < Math.max(ones.length, others.length); i++) {
            int difference = part(ones, i).compareTo(part(others, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static BigInteger part(String[] parts, int index) {
        return index < parts.length ? new BigInteger(parts[index]) : BigInteger.ZERO;
    }
}
