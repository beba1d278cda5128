package dev.penstock.schema;

import dev.penstock.action.RemoteCallException;
import dev.penstock.execution.ActionFailure;
import java.util.List;

/** What a schema forbids, in words. */
final class SchemaEnd {

    private SchemaEnd() {}

    static ActionFailure doesNotFit(Schema schema, String writtenFor, SchemaHistory history, Fit fit) {
        return ActionFailure.failed(
                "PEN-SCHEMA-001",
                "The revision does not work with the schema '" + schema.name() + "' as it is. "
                        + why("It", writtenFor, history, fit));
    }

    /** Why a revision does not work with a schema, and what would do instead. */
    static String why(String revision, String writtenFor, SchemaHistory history, Fit fit) {
        String written = revision + " is written for migration '" + writtenFor + "'";
        return switch (fit) {
            case Fit.Works() -> written + ".";
            case Fit.Lacks(String migration) ->
                written + ", which the database does not have; its newest is '" + history.newest()
                        + "'. Apply it before.";
            case Fit.Broken(String contract, String from) ->
                written + ", and migration '" + contract + "' has taken away what revisions need that are written for"
                        + " anything before '" + from + "'. Roll forward: release a revision that is written for '"
                        + from + "' or later.";
        };
    }

    static ActionFailure platformGoesBack(Schema schema, String why) {
        return ActionFailure.failed(
                "PEN-SCHEMA-003",
                "If this deployment failed, its platform would bring back a revision that does not work with the schema '"
                        + schema.name() + "', and ask nobody. " + why
                        + " Give the action a 'release' in the settings, which holds then.");
    }

    static ActionFailure notRead(RemoteCallException e) {
        return ActionFailure.failed("PEN-SCHEMA-004", "What the schema is like cannot be told. " + e.getMessage());
    }

    static ActionFailure notSaid(String why) {
        return ActionFailure.failed("PEN-SCHEMA-004", "What the revision was written for cannot be told. " + why);
    }

    static ActionFailure stillNeeded(Schema schema, List<String> details) {
        return new ActionFailure(
                ActionFailure.Kind.FAILED,
                "PEN-SCHEMA-005",
                "A migration of the schema '" + schema.name()
                        + "' would take away what still runs. Nothing was migrated. Release revisions that do without it"
                        + " everywhere first, and migrate in a later execution.",
                details);
    }
}
