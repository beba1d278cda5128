package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.Walk.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A page of a listing: items in order, those that share a prefix up to the delimiter rolled up into one.
 *
 * @param items what is listed itself
 * @param prefixes what others were rolled up into, in order
 * @param truncated whether there is more
 * @param last the last step of the page
 */
record Walk<T>(List<T> items, List<String> prefixes, boolean truncated, Step<T> last) {

    /** What a page can end with. */
    sealed interface Step<T> {
        record None<T>() implements Step<T> {}

        record Item<T>(T item) implements Step<T> {}

        record Prefix<T>(String prefix) implements Step<T> {}
    }

    /**
     * Takes a page.
     *
     * @param all items in the order of their keys
     * @param key of an item
     * @param passed prefixes that an earlier page gave
     */
    static <T> Walk<T> of(
            Iterable<T> all,
            Function<T, String> key,
            String prefix,
            String delimiter,
            int most,
            Predicate<String> passed) {
        List<T> items = new ArrayList<>();
        TreeSet<String> prefixes = new TreeSet<>();
        List<String> ordered = new ArrayList<>();
        Step<T> last = new Step.None<>();
        for (T item : all) {
            String name = key.apply(item);
            int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
            String common = cut < 0 ? "" : name.substring(0, cut + delimiter.length());
            if (!common.isEmpty() && (prefixes.contains(common) || passed.test(common))) {
                continue;
            }
            if (items.size() + ordered.size() == most) {
                return new Walk<>(items, ordered, most > 0, last);
            }
            if (common.isEmpty()) {
                items.add(item);
                last = new Step.Item<>(item);
            } else {
                prefixes.add(common);
                ordered.add(common);
                last = new Step.Prefix<>(common);
            }
        }
        return new Walk<>(items, ordered, false, last);
    }

    int count() {
        return items.size() + prefixes.size();
    }

    /** What the page ended with, as a key. */
    String lastKey(Function<T, String> key) {
        return switch (last) {
            case Step.None<T>() -> "";
            case Step.Item<T>(T item) -> key.apply(item);
            case Step.Prefix<T>(String prefix) -> prefix;
        };
    }
}
