package dev.penstock.secret;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds a set of texts, each of 4 characters or more, in another text. Immutable. */
final class MaskPatterns {

    static final MaskPatterns NONE = new MaskPatterns(Map.of());

    private static final String MASK = "****";

    /** By their first four characters, which make one number; longest first. */
    private final Map<Long, List<String>> byStart;

    /** Which hashes of four characters occur at all: answers for nearly every place of a text without a look-up. */
    private final BitSet starts = new BitSet(1 << 16);

    private MaskPatterns(Map<Long, List<String>> byStart) {
        this.byStart = byStart;
        byStart.keySet().forEach(start -> starts.set(hash(start)));
    }

    static MaskPatterns of(Set<String> texts) {
        Map<Long, List<String>> byStart = new HashMap<>();
        for (String text : texts) {
            byStart.computeIfAbsent(start(text), key -> new ArrayList<>()).add(text);
        }
        byStart.values()
                .forEach(same ->
                        same.sort(Comparator.comparingInt(String::length).reversed()));
        return new MaskPatterns(byStart);
    }

    private static long start(String text) {
        return ((long) text.charAt(0) << 48)
                | ((long) text.charAt(1) << 32)
                | ((long) text.charAt(2) << 16)
                | text.charAt(3);
    }

    private static int hash(long start) {
        return (int) ((start * 0x9E3779B97F4A7C15L) >>> 48);
    }

    /** The text with everything that was found replaced; the same object if nothing was. */
    String mask(String text) {
        if (byStart.isEmpty() || text.length() < SecretMasker.MINIMUM_LENGTH) {
            return text;
        }
        var masked = new StringBuilder();
        int copied = 0;
        int maskedUntil = 0;
        long start = start(text) >>> 16;
        for (int at = 0; at + 3 < text.length(); at++) {
            start = (start << 16) | text.charAt(at + 3);
            if (!starts.get(hash(start))) {
                continue;
            }
            int length = longestAt(text, at, start);
            int end = at + length;
            // Two different starts may have one hash: then nothing was found.
            if (length > 0 && end > maskedUntil) {
                if (at >= maskedUntil) {
                    masked.append(text, copied, at).append(MASK);
                }
                maskedUntil = end;
                copied = end;
            }
        }
        return masked.isEmpty()
                ? text
                : masked.append(text, copied, text.length()).toString();
    }

    private int longestAt(String text, int at, long start) {
        for (String candidate : byStart.getOrDefault(start, List.of())) {
            if (text.startsWith(candidate, at)) {
                return candidate.length();
            }
        }
        return 0;
    }
}
