package dev.penstock.schema;

import dev.penstock.action.RemoteCallException;
import dev.penstock.schema.SchemaHistoryReader.UnreadableHistoryException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The schemas that settings tell of, what needs them, and the programs that tell their histories. */
public final class Schemas {

    private static final String PREFIX = "PENSTOCK_";

    private final Map<String, Schema> byName = new LinkedHashMap<>();
    private final Function<String, Optional<RevisionSchema>> needs;
    private final SchemaCommands commands;

    /**
     * Puts them together.
     *
     * @param needs what a deployment needs, by the action's name
     */
    public Schemas(
            Collection<Schema> schemas, Function<String, Optional<RevisionSchema>> needs, SchemaCommands commands) {
        schemas.forEach(each -> byName.put(each.name(), each));
        this.needs = needs;
        this.commands = commands;
    }

    /** What a deployment needs; absent if it needs none. */
    Optional<RevisionSchema> neededBy(String action) {
        return needs.apply(action);
    }

    /** The schema that a deployment needs; absent if the settings do not tell of it. */
    Optional<Schema> of(RevisionSchema needed) {
        return Optional.ofNullable(byName.get(needed.of()));
    }

    /** The schema to which an action applies migrations; absent for all other actions. */
    Optional<Schema> migratedBy(String action) {
        return byName.values().stream()
                .filter(each -> each.migratedBy().contains(action))
                .findFirst();
    }

    /**
     * The history of a schema as it is now.
     *
     * @throws RemoteCallException if it cannot be read
     */
    SchemaHistory history(Schema schema) throws InterruptedException {
        String printed = commands.run(schema.run(), Map.of(PREFIX + "SCHEMA", schema.name()), schema.limit());
        try {
            return SchemaHistoryReader.read(schema.form(), printed);
        } catch (UnreadableHistoryException e) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.INVALID,
                    "schema:history",
                    "",
                    "What '" + schema.run().getFirst() + "' printed is no history of the schema '" + schema.name()
                            + "'. " + e.getMessage(),
                    e);
        }
    }
}
