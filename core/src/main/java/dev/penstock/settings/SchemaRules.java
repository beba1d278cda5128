package dev.penstock.settings;

import dev.penstock.document.Fields;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.schema.RevisionSchema;
import dev.penstock.schema.RevisionSchema.WrittenFor;
import dev.penstock.schema.Schema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What settings say of schemas, beside the pipeline that they are for. */
final class SchemaRules {

    /** Those that a {@link dev.penstock.schema.MigrationGate} stands before. */
    private static final Set<ActionTypeId> MIGRATING = Set.of(
            new ActionTypeId(ActionCategory.BUILD, ActionOwner.AWS, "CodeBuild", "1"),
            new ActionTypeId(ActionCategory.TEST, ActionOwner.AWS, "CodeBuild", "1"),
            new ActionTypeId(ActionCategory.COMPUTE, ActionOwner.AWS, "Commands", "1"),
            new ActionTypeId(ActionCategory.INVOKE, ActionOwner.AWS, "Lambda", "1"));

    private final RunSettings settings;
    private final Locations locations;
    private final Problems problems;
    private final Map<String, ActionTypeId> types = new LinkedHashMap<>();

    SchemaRules(RunSettings settings, Locations locations, Problems problems) {
        this.settings = settings;
        this.locations = locations;
        this.problems = problems;
    }

    /** Counts actions as they come, those of one stage by their run order. */
    void check(Pipeline pipeline) {
        Map<String, Integer> order = new LinkedHashMap<>();
        pipeline.stages().forEach(stage -> stage.actions().forEach(each -> types.put(each.name(), each.type())));
        int at = 0;
        for (StageDeclaration stage : pipeline.stages()) {
            for (ActionDeclaration action : stage.actions()) {
                order.put(action.name(), at + action.runOrder());
            }
            at += 1000;
        }
        settings.schemas().values().forEach(schema -> migrating(schema, order));
        settings.deployments()
                .forEach((name, setting) -> setting.schema().ifPresent(needed -> deploying(name, needed, order)));
    }

    private void migrating(Schema schema, Map<String, Integer> order) {
        int index = 0;
        for (String action : schema.migratedBy()) {
            String path = Fields.child(Fields.child(Fields.child("/schemas", schema.name()), "migratedBy"), index++);
            if (!order.containsKey(action)) {
                unknown(path, "The pipeline has no action '" + action + "'.", action, order.keySet());
            } else if (!MIGRATING.contains(types.get(action))) {
                problems.report(
                        ProblemType.SETTINGS_VALUE,
                        locations.of(path),
                        path,
                        "Before the action '" + action + "' nobody would look whether a migration may be applied: it is"
                                + " one of " + types.get(action) + ".",
                        "Migrate by an action of provider CodeBuild, Commands or Lambda (Invoke).");
            }
        }
    }

    private void unknown(String path, String message, String name, Collection<String> known) {
        problems.report(
                ProblemType.SETTINGS_NAME_UNKNOWN,
                locations.of(path),
                path,
                message,
                known.isEmpty() ? "Remove it." : DidYouMean.hint(name, known));
    }

    private void deploying(String action, RevisionSchema needed, Map<String, Integer> order) {
        String path = Fields.child(Fields.child("/deployments", action), "schema");
        Optional<Schema> schema = Optional.ofNullable(settings.schemas().get(needed.of()));
        if (schema.isEmpty()) {
            String of = Fields.child(path, "of");
            problems.report(
                    ProblemType.SETTINGS_FIELD_MISSING,
                    locations.of(of),
                    of,
                    "'schemas' has no '" + needed.of() + "'.",
                    settings.schemas().isEmpty()
                            ? "Add it: 'schemas: {" + needed.of() + ": {history: …}}'."
                            : DidYouMean.hint(needed.of(), settings.schemas().keySet()));
            return;
        }
        if (!(needed.writtenFor() instanceof WrittenFor.Said(String writtenFor))) {
            return;
        }
        boolean isMigratedBefore = schema.get().migratedBy().stream()
                .anyMatch(by ->
                        order.getOrDefault(by, Integer.MAX_VALUE) < order.getOrDefault(action, Integer.MIN_VALUE));
        schema.get().contracts().oldest().forEach((migration, from) -> {
            if (isMigratedBefore && from.equals(writtenFor)) {
                together(action, schema.get(), migration, from);
            }
        });
    }

    /** Who releases the first revision that does without has an older one running. */
    private void together(String action, Schema schema, String migration, String from) {
        String path = Fields.child(Fields.child(Fields.child("/schemas", schema.name()), "contracts"), migration);
        problems.report(
                ProblemType.SETTINGS_CONTRACT,
                locations.of(path),
                path,
                "Migration '" + migration + "' takes away what is needed by whatever was written before '" + from
                        + "', and '" + action + "' releases what is written for '" + from
                        + "' only after it: while that is a canary, what runs beside it is broken, and there is no way back.",
                "The migration is refused while anything older runs. Leave it to a later execution, after this one has"
                        + " released what does without.");
    }
}
