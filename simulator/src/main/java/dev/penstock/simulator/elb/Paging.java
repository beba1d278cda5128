package dev.penstock.simulator.elb;

import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages by {@code Marker} and {@code PageSize}, 1 to 400. */
final class Paging {

    private static final int MOST = 400;

    private Paging() {}

    /** @param all in the order of the answer; who asks for pages gets it in the order of the keys */
    static <T> Page<T> cut(List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer pageSize) {
        int size = ElbErrors.within("pageSize", pageSize, 1, MOST, MOST);
        boolean paged = marker != null || pageSize != null;
        List<T> ordered = paged ? all.stream().sorted(Comparator.comparing(key)).toList() : all;
        try {
            return Page.of(ordered, key, marker, size, MOST);
        } catch (ServiceError e) {
            throw ElbErrors.validation("Invalid marker '" + marker + "'");
        }
    }
}
