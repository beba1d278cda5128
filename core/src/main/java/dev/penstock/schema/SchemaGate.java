package dev.penstock.schema;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.BundleReader;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.StageRollback;
import dev.penstock.execution.StageState;
import dev.penstock.rollout.RevisionGate;
import dev.penstock.schema.RevisionSchema.WrittenFor;
import dev.penstock.schema.SchemaRecords.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a revision be deployed, and what ran before be brought back, only onto a schema that it works with. Looks at the database each
 * time: what is like which may have changed since the release began.
 */
public final class SchemaGate implements RevisionGate {

    private static final int LONGEST_FILE = 4096;

    private final Schemas schemas;

    /** A gate. */
    public SchemaGate(Schemas schemas) {
        this.schemas = schemas;
    }

    /** A revision's schema as it is now, and who says what of it. */
    private record Look(Schema schema, RevisionSchema needed, SchemaHistory history, SchemaRecords records) {

        Contracts contracts() {
            return schema.contracts().over(records.contracts());
        }
    }

    private Optional<Look> look(ActionContext context) throws InterruptedException {
        Optional<RevisionSchema> needed = schemas.neededBy(context.declaration().name());
        Optional<Schema> schema = needed.flatMap(schemas::of);
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Look(
                schema.get(),
                needed.get(),
                schemas.history(schema.get()),
                SchemaRecords.read(
                        context.executions(),
                        schema.get().name(),
                        Optional.of(context.execution()),
                        Place.of(context))));
    }

    @Override
    public Optional<ActionFailure> refusal(ActionContext context, WayBackBy by)
            throws IOException, InterruptedException {
        Optional<Look> looked;
        try {
            looked = look(context);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return Optional.of(SchemaEnd.notRead(e));
        }
        if (looked.isEmpty()) {
            return Optional.empty();
        }
        Look look = looked.get();
        Optional<String> writtenFor = writtenFor(context, look.needed());
        if (writtenFor.isEmpty()) {
            return Optional.of(SchemaEnd.notSaid(whatIsMissing(look.needed().writtenFor())));
        }
        Fit fit = look.contracts().fit(look.history(), writtenFor.get());
        if (!(fit instanceof Fit.Works)) {
            return Optional.of(SchemaEnd.doesNotFit(look.schema(), writtenFor.get(), look.history(), fit));
        }
        context.log("Written for migration '" + writtenFor.get() + "' of schema '"
                + look.schema().name() + "', which is at '" + look.history().newest() + "'.");
        Optional<String> closed = closed(look, Place.of(context));
        if (closed.isPresent() && by == WayBackBy.PLATFORM) {
            return Optional.of(SchemaEnd.platformGoesBack(look.schema(), closed.get()));
        }
        closed.ifPresent(why -> context.log("There is no way back from this release. " + why));
        return Optional.empty();
    }

    @Override
    public Optional<String> wayBackClosed(ActionContext context) throws InterruptedException {
        try {
            return look(context).flatMap(look -> closed(look, Place.of(context)));
        } catch (RemoteCallException e) {
            return Optional.of("Whether what ran before works with the schema cannot be told: " + e.getMessage());
        }
    }

    /** Why what runs at a place must not come back. */
    private static Optional<String> closed(Look look, Place place) {
        Contracts applied = look.contracts().appliedTo(look.history());
        Optional<Optional<String>> known =
                Optional.ofNullable(look.records().deployed().get(place));
        if (applied.oldest().isEmpty()) {
            // Whatever ran once works on.
            return Optional.empty();
        }
        Optional<String> before =
                known.flatMap(writtenFor -> writtenFor).or(() -> look.needed().unrecorded());
        if (before.isEmpty()) {
            return Optional.of("What the revision that ran before was written for is not recorded, and migration '"
                    + applied.oldest().keySet().iterator().next() + "' of schema '"
                    + look.schema().name()
                    + "' has taken something away. Say it by 'unrecorded' of the action's 'schema' in the settings.");
        }
        Fit fit = applied.fit(look.history(), before.get());
        return fit instanceof Fit.Works
                ? Optional.empty()
                : Optional.of(SchemaEnd.why("What ran before", before.get(), look.history(), fit));
    }

    @Override
    public Map<String, String> record(ActionContext context) throws IOException, InterruptedException {
        Optional<RevisionSchema> needed = schemas.neededBy(context.declaration().name());
        if (needed.isEmpty()) {
            return Map.of();
        }
        Optional<String> writtenFor = writtenFor(context, needed.get());
        try {
            Contracts applied = look(context)
                    .map(look -> look.contracts().appliedTo(look.history()))
                    .orElseGet(() -> new Contracts(Map.of()));
            return SchemaRecords.variables(needed.get().of(), writtenFor, applied);
        } catch (RemoteCallException e) {
            // What was deployed is deployed; contracts that were recorded before are still there.
            context.log("Which contracts the schema has is not recorded: " + e.getMessage());
            return SchemaRecords.variables(needed.get().of(), writtenFor, new Contracts(Map.of()));
        }
    }

    private static Optional<String> writtenFor(ActionContext context, RevisionSchema needed) throws IOException {
        return switch (needed.writtenFor()) {
            case WrittenFor.Said(String migration) ->
                rolledBackTo(context)
                        .map(target -> SchemaRecords.writtenFor(
                                        context.executions(), target, Place.of(context), needed.of())
                                .or(needed::unrecorded))
                        .orElseGet(() -> Optional.of(migration));
            case WrittenFor.InFile(String artifact, String path) -> {
                if (!context.inputs().containsKey(artifact)) {
                    yield Optional.empty();
                }
                yield new BundleReader()
                        .file(context.inputBundle(artifact), path, LONGEST_FILE)
                        .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8)
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .findFirst());
            }
        };
    }

    /** Of a stage that goes back: the execution whose revision comes back. What the settings say now is of another one. */
    private static Optional<ExecutionId> rolledBackTo(ActionContext context) {
        return context.executions()
                .state(context.execution())
                .flatMap(state -> state.stage(context.stage()))
                .flatMap(StageState::rollback)
                .flatMap(rollback -> switch (rollback) {
                    case StageRollback.To to -> Optional.of(to.target());
                    case StageRollback.Impossible impossible -> Optional.empty();
                });
    }

    private static String whatIsMissing(WrittenFor writtenFor) {
        return switch (writtenFor) {
            case WrittenFor.Said(String migration) ->
                "The stage goes back to an execution that did not record it. Say it by 'unrecorded' of the action's"
                        + " 'schema' in the settings.";
            case WrittenFor.InFile(String artifact, String path) ->
                "The action has no input artifact '" + artifact + "' with a file '" + path
                        + "' whose first line is the id of a migration.";
        };
    }
}
