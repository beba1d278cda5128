package dev.penstock.schema;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The schema of a database, as settings tell of it.
 *
 * @param name as the settings call it
 * @param run the program that prints the database's history, and its arguments
 * @param form what it prints
 * @param limit after which it is ended
 * @param contracts migrations that take away what older revisions need
 * @param migratedBy the names of the actions that apply migrations
 */
public record Schema(
        String name, List<String> run, HistoryForm form, Duration limit, Contracts contracts, Set<String> migratedBy) {

    public Schema {
        run = List.copyOf(run);
        migratedBy = new LinkedHashSet<>(migratedBy);
    }

    @Override
    public Set<String> migratedBy() {
        return new LinkedHashSet<>(migratedBy);
    }
}
