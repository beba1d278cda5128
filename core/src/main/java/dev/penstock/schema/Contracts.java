package dev.penstock.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Migrations that take away what older revisions need.
 *
 * @param oldest by the migration: the oldest one that a revision must have been written for to work after it
 */
public record Contracts(Map<String, String> oldest) {

    /** In place of a migration: it takes nothing away after all. */
    static final String NONE = "none";

    public Contracts {
        oldest = Collections.unmodifiableMap(new LinkedHashMap<>(oldest));
    }

    /** These, and others where these say nothing. */
    public Contracts over(Contracts others) {
        Map<String, String> all = new LinkedHashMap<>(others.oldest);
        all.putAll(oldest);
        return new Contracts(all);
    }

    /** Those that a database has. */
    public Contracts appliedTo(SchemaHistory history) {
        Map<String, String> applied = new LinkedHashMap<>();
        oldest.forEach((migration, from) -> {
            if (!from.equals(NONE) && history.has(migration)) {
                applied.put(migration, from);
            }
        });
        return new Contracts(applied);
    }

    /** Those that a database does not have yet, in the order written. */
    public List<String> pendingFor(SchemaHistory history) {
        return oldest.entrySet().stream()
                .filter(each -> !each.getValue().equals(NONE) && !history.has(each.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a revision works with a database that has this history. */
    public Fit fit(SchemaHistory history, String writtenFor) {
        if (!history.has(writtenFor)) {
            return new Fit.Lacks(writtenFor);
        }
        for (Map.Entry<String, String> each : appliedTo(history).oldest.entrySet()) {
            if (isTooOld(history, writtenFor, each.getValue())) {
                return new Fit.Broken(each.getKey(), each.getValue());
            }
        }
        return new Fit.Works();
    }

    /** Whether a revision that works now will not once a migration is applied. */
    public boolean breaks(SchemaHistory history, String migration, String writtenFor) {
        String from = oldest.getOrDefault(migration, NONE);
        return !from.equals(NONE) && isTooOld(history, writtenFor, from);
    }

    /** What was written for a migration that the database has not, and may be newer, is no older one. */
    private static boolean isTooOld(SchemaHistory history, String writtenFor, String from) {
        return history.isBefore(writtenFor, from)
                || (!history.isVersioned() && !history.has(from) && history.has(writtenFor));
    }
}
