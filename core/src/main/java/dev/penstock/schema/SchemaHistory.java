package dev.penstock.schema;

import java.util.List;
import java.util.Optional;

/**
 * The migrations that a database has.
 *
 * @param applied their ids, in the order in which they were applied; empty for a database that has none
 * @param baseline the version that the database had when its history began; absent if it began empty
 * @param isVersioned whether ids are versions such as {@code 2.10}, which say by themselves which comes first; else the order in
 *     which they were applied says it
 */
public record SchemaHistory(List<String> applied, Optional<String> baseline, boolean isVersioned) {

    /** Between path, author and id of a change set of Liquibase. */
    static final String PARTS = "::";

    public SchemaHistory {
        applied = List.copyOf(applied);
    }

    /** Whether it has no migration, and began with none. */
    public boolean isEmpty() {
        return applied.isEmpty() && baseline.isEmpty();
    }

    /** Whether a migration was applied, or was there before the history began. */
    public boolean has(String migration) {
        boolean isBefore = isVersioned
                && baseline.map(first -> SchemaVersions.compare(migration, first) <= 0)
                        .orElse(false);
        return isBefore || position(migration) >= 0;
    }

    /** Whether a migration comes before another one; of ids that are no versions only where both were applied. */
    boolean isBefore(String one, String other) {
        if (isVersioned) {
            return SchemaVersions.compare(one, other) < 0;
        }
        int at = position(one);
        return at >= 0 && at < position(other);
    }

    /** The newest migration, for people. */
    public String newest() {
        return applied.isEmpty() ? baseline.orElse("no migration") : applied.getLast();
    }

    private int position(String migration) {
        for (int i = applied.size() - 1; i >= 0; i--) {
            if (isSame(applied.get(i), migration)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSame(String known, String asked) {
        return known.equals(asked)
                || (isVersioned && SchemaVersions.compare(known, asked) == 0)
                || (!isVersioned && known.contains(PARTS) && known.endsWith(PARTS + asked));
    }
}
