package dev.penstock.simulator.service;

import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing. Tokens name the last item that was given, so pages stay right while items come and go.
 *
 * @param items at most as many as were asked for
 * @param next the token for what follows, or null at the end, as the model classes want it
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /**
     * Cuts a page.
     *
     * @param all everything, ordered by key
     * @param key the order's key
     * @param token the request's token, or null
     * @param limit the request's limit, or null
     * @param most what the operation gives when no limit is set, and at most
     * @throws ServiceError {@code InvalidParameterException} for a token that no page gave
     */
    public static <T> Page<T> of(
            List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer limit, int most) {
        return of(all, key, Comparator.naturalOrder(), token, limit, most);
    }

    /** The same for what is ordered by key from the last to the first. */
    public static <T> Page<T> descending(
            List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer limit, int most) {
        return of(all, key, Comparator.reverseOrder(), token, limit, most);
    }

    private static <T> Page<T> of(
            List<T> all,
            Function<T, String> key,
            Comparator<String> order,
            @Nullable String token,
            @Nullable Integer limit,
            int most) {
        String after = token == null ? null : decode(token);
        List<T> rest = after == null
                ? all
                : all.stream()
                        .filter(item -> order.compare(key.apply(item), after) > 0)
                        .toList();
        int size = limit == null ? most : Math.min(limit, most);
        if (size < 1) {
            throw ServiceError.client("InvalidParameterException", "maxResults must be at least 1");
        }
        if (rest.size() <= size) {
            return new Page<>(List.copyOf(rest), null);
        }
        List<T> items = List.copyOf(rest.subList(0, size));
        return new Page<>(items, encode(key.apply(items.getLast())));
    }

    private static String encode(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ServiceError.client("InvalidParameterException", "Invalid token: " + token);
        }
    }
}
