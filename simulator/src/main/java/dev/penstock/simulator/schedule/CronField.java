package dev.penstock.simulator.schedule;

import java.util.BitSet;
import java.util.List;

/** One field of a cron expression: {@code *}, numbers or names, ranges, lists, steps. */
final class CronField {

    private final BitSet values;
    private final boolean any;

    private CronField(BitSet values, boolean any) {
        this.values = values;
        this.any = any;
    }

    /**
     * Reads a field.
     *
     * @param names of the numbers from {@code least} on; may be empty
     * @throws IllegalArgumentException when it is not right
     */
    static CronField parse(String text, int least, int most, List<String> names) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            int slash = part.indexOf('/');
            int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
            String range = slash < 0 ? part : part.substring(0, slash);
            int dash = range.indexOf('-');
            int from = range.equals("*") ? least : number(dash < 0 ? range : range.substring(0, dash), names);
            int to = range.equals("*") || (dash < 0 && slash >= 0)
                    ? most
                    : dash < 0 ? from : number(range.substring(dash + 1), names);
            if (from < least || to > most || from > most || to < least || step < 1) {
                throw new IllegalArgumentException(text + " is not within " + least + " and " + most);
            }
            // A range may go over the end, like FRI-MON.
            int length = to >= from ? to - from : to - from + most - least + 1;
            for (int i = 0; i <= length; i += step) {
                values.set(least + (from - least + i) % (most - least + 1));
            }
        }
        return new CronField(values, text.equals("*"));
    }

    /** A number, or the number that a name means. */
    static int number(String text, List<String> names) {
        int named = names.indexOf(text.toUpperCase(java.util.Locale.ROOT));
        return named >= 0 ? named + 1 : Integer.parseInt(text);
    }

    boolean has(int value) {
        return values.get(value);
    }

    boolean isAny() {
        return any;
    }
}
