package dev.penstock.simulator.sqs;

import dev.penstock.simulator.wire.ServiceError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/** What all requests with several entries have in common. */
final class Batches {

    private static final int MOST = 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private Batches() {}

    /**
     * Checks how many entries there are and what they are called.
     *
     * @param kind what SQS calls an entry
     */
    static <E> void check(String kind, List<E> entries, Function<E, @Nullable String> id) {
        if (entries.isEmpty()) {
            throw SqsErrors.emptyBatch(kind);
        }
        if (entries.size() > MOST) {
            throw SqsErrors.tooManyEntries(MOST, entries.size());
        }
        Set<String> seen = new HashSet<>();
        for (E entry : entries) {
            String name = id.apply(entry);
            if (name == null || !ID.matcher(name).matches()) {
                throw SqsErrors.entryId();
            }
            if (!seen.add(name)) {
                throw SqsErrors.repeated(name);
            }
        }
    }

    static BatchResultErrorEntry failure(String id, ServiceError error) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .code(SqsErrors.codeInBatch(error))
                .message(error.message())
                .senderFault(error.status() < 500)
                .build();
    }

    /** A list as responses have it, which leave an empty one out. */
    static <E> @Nullable List<E> orNull(List<E> items) {
        return items.isEmpty() ? null : items;
    }
}
