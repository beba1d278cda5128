package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of lists, which ask for at most ten thousand items and get fewer. */
final class Listing {

    private static final int MOST_ASKED = 10_000;

    private Listing() {}

    /** @param most how many the operation gives at a time */
    static <T> Page<T> page(
            List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer items, int most) {
        new Constraints().range(1, MOST_ASKED, "maxItems", items).check();
        return Page.of(all, key, marker, items, most);
    }
}
