package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.SplittableRandom;

/**
 * Ids in the forms that AWS gives them, from a seed and a kept count: the same calls in the same order get the same
 * ids, and a reopened simulator gives none twice.
 */
public final class Ids {

    private static final String KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String WORD_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private record Count(long given) {}

    private final long seed;
    private final Table<Count> table;

    public Ids(Store store, long seed) {
        this.seed = seed;
        this.table = store.table("ids", Count.class);
    }

    /** Lower-case hexadecimal digits: task ids have 32. */
    public String hex(int digits) {
        return from("0123456789abcdef", digits);
    }

    /** Decimal digits that start with no zero: service revisions have 19. */
    public String digits(int count) {
        SplittableRandom random = next();
        StringBuilder id = new StringBuilder().append(random.nextInt(1, 10));
        while (id.length() < count) {
            id.append(random.nextInt(10));
        }
        return id.toString();
    }

    /** Upper-case letters and digits 2–7: access keys and IAM's unique ids. */
    public String key(int length) {
        return from(KEY_LETTERS, length);
    }

    /** Letters and digits. */
    public String word(int length) {
        return from(WORD_LETTERS, length);
    }

    /** A random UUID. */
    public String uuid() {
        String hex = hex(32);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-8"
                + hex.substring(17, 20) + "-" + hex.substring(20);
    }

    /** A seeded source of chance for one use, like a spread of durations. */
    public SplittableRandom next() {
        long given = table.get("count").map(Count::given).orElse(0L);
        table.put("count", new Count(given + 1));
        SplittableRandom mixer = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + given);
        return new SplittableRandom(mixer.nextLong());
    }

    /** A given number of a given set of letters. */
    public String from(String letters, int length) {
        SplittableRandom random = next();
        StringBuilder id = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            id.append(letters.charAt(random.nextInt(letters.length())));
        }
        return id.toString();
    }
}
