package dev.penstock.simulator.cloudformation.types;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses.
 *
 * @param first its first address, as a number
 * @param prefix how many bits all of its addresses share
 */
record CidrBlock(long first, int prefix) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
    private static final int BITS = 32;

    /** Reads one; empty when it is none, or when bits are set beside the prefix that EC2 does not mask. */
    static Optional<CidrBlock> read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(form.group(i));
            if (part > 255) {
                return Optional.empty();
            }
            address = address * 256 + part;
        }
        int prefix = Integer.parseInt(form.group(5));
        return prefix > BITS
                ? Optional.empty()
                : Optional.of(new CidrBlock(address & -(1L << (BITS - prefix)), prefix));
    }

    private long size() {
        return 1L << (BITS - prefix);
    }

    boolean contains(CidrBlock other) {
        return other.first >= first && other.first + other.size() <= first + size();
    }

    boolean overlaps(CidrBlock other) {
        return first < other.first + other.size() && other.first < first + size();
    }

    @Override
    public String toString() {
        return (first >> 24) + "." + (first >> 16 & 255) + "." + (first >> 8 & 255) + "." + (first & 255) + "/"
                + prefix;
    }
}
