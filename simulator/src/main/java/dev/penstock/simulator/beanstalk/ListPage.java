package dev.penstock.simulator.beanstalk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param next the token for what follows, or null at the end, as the model classes want it
 */
record ListPage<T>(List<T> items, @Nullable String next) {

    private static final String PREFIX = "page-";

    /** @param most how many a page has when nobody asks for another number */
    static <T> ListPage<T> of(List<T> all, @Nullable String token, @Nullable Integer limit, int most) {
        int from = token == null ? 0 : start(token, all.size());
        int size = limit == null ? most : Math.min(limit, most);
        if (size < 1) {
            throw BeanstalkErrors.invalid("MaxRecords must be at least 1.");
        }
        int to = Math.min(all.size(), from + size);
        return new ListPage<>(List.copyOf(all.subList(from, to)), to < all.size() ? PREFIX + to : null);
    }

    private static int start(String token, int size) {
        try {
            int start = Integer.parseInt(token.startsWith(PREFIX) ? token.substring(PREFIX.length()) : "");
            if (start >= 0 && start <= size) {
                return start;
            }
        } catch (NumberFormatException e) {
            throw BeanstalkErrors.invalid("Invalid NextToken.");
        }
        throw BeanstalkErrors.invalid("Invalid NextToken.");
    }
}
