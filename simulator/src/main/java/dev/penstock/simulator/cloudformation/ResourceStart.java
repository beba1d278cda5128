package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.ResourceRow.State;
import dev.penstock.simulator.cloudformation.Work.Action;
import dev.penstock.simulator.cloudformation.changes.ChangeOptions;
import dev.penstock.simulator.cloudformation.types.Policies;
import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.cloudformation.types.UpdateBehaviour;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds out what has to be done to a resource when its turn has come, and announces it. */
final class ResourceStart {

    /** What comes of it. */
    sealed interface Result {
        /**
         * It was begun.
         *
         * @param in how long until the service is asked
         */
        record Started(Work work, Duration in) implements Result {}

        record Nothing() implements Result {}

        record Refused(Work work, String reason) implements Result {}
    }

    private static final Result NOTHING = new Result.Nothing();

    private final StackStore store;
    private final Calendar calendar;
    private final Ids ids;
    private final StackEvents events;
    private final Handlers handlers;
    private final Schemas schemas;
    private final Function<StackRow, Blueprint> blueprints;
    private final LiveState live;

    ResourceStart(
            StackStore store,
            Calendar calendar,
            Ids ids,
            StackEvents events,
            Handlers handlers,
            Schemas schemas,
            Function<StackRow, Blueprint> blueprints,
            LiveState live) {
        this.store = store;
        this.calendar = calendar;
        this.ids = ids;
        this.events = events;
        this.handlers = handlers;
        this.schemas = schemas;
        this.blueprints = blueprints;
        this.live = live;
    }

    Result start(StackOperation operation, Work work) {
        return switch (work.action()) {
            case APPLY, CREATE, UPDATE -> apply(operation, work);
            case REPLACE -> replace(operation, work);
            case DELETE -> delete(operation, work);
            case RESTORE -> restore(operation, work);
            case IMPORT -> adopt(operation, work);
        };
    }

    /** For whom a resource is worked on. */
    ResourceContext context(StackOperation operation, Work work) {
        StackRow stack = store.stack(work.stackId());
        Map<String, String> tags =
                operation.isRollingBack() ? operation.before().orElse(stack).tags() : stack.tags();
        return new ResourceContext(
                operation.works(),
                work.stackId(),
                stack.name(),
                work.logicalId(),
                tags,
                work.token(),
                work.suffix(),
                calendar.now(),
                handlers.calls(),
                policies(operation, work.type(), work.logicalId()));
    }

    /** A rollback goes by the policy before. Source: Template Reference, "UpdatePolicy attribute". */
    private Policies policies(StackOperation operation, String type, String logicalId) {
        if (!Policies.matterTo(type)) {
            return Policies.none();
        }
        StackRow stack = store.stack(operation.stackId());
        Blueprint blueprint =
                blueprints.apply(operation.isRollingBack() ? operation.before().orElse(stack) : stack);
        Optional<JsonValue.Structure> update = blueprint.active().contains(logicalId)
                ? blueprint.declared(logicalId).updatePolicy()
                : Optional.empty();
        return new Policies(
                update.orElseGet(() -> new JsonValue.Structure(Map.of())),
                store.signalsOf(operation.stackId(), logicalId).stream()
                        .map(signal -> new Policies.Signal(
                                signal.uniqueId(), signal.status().equals("SUCCESS")))
                        .toList());
    }

    /** The resource as the stack's template declares it. */
    Blueprint.Declared declared(Work work) {
        return blueprints.apply(store.stack(work.stackId())).declared(work.logicalId());
    }

    /** The same work, once it is known that the resource cannot be changed in place. */
    Work replacing(Work work) {
        return new Work(
                work.stackId(),
                work.id(),
                work.logicalId(),
                work.type(),
                Action.REPLACE,
                Work.Step.WAITING,
                work.after(),
                work.subject(),
                work.token(),
                work.suffix(),
                work.began(),
                work.taken(),
                work.policy());
    }

    private Result apply(StackOperation operation, Work work) {
        StackRow stack = store.stack(work.stackId());
        Blueprint blueprint = blueprints.apply(stack);
        Blueprint.Declared declared = blueprint.declared(work.logicalId());
        List<String> after = List.copyOf(blueprint.dependencies().getOrDefault(work.logicalId(), Set.of()));
        ResourceRow known = store.resource(work.stackId(), work.logicalId())
                .filter(ResourceRow::isThere)
                .flatMap(row -> current(operation, stack, row))
                .orElseGet(() -> ResourceRow.expected(work.stackId(), work.logicalId(), work.type(), calendar.now()));
        JsonValue.Structure properties;
        try {
            properties = blueprint.properties(work.logicalId());
        } catch (ServiceError e) {
            Action action = known.isThere() ? Action.UPDATE : Action.CREATE;
            begin(known, known.state(), action == Action.CREATE ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS", "");
            return new Result.Refused(doing(work, action, known.state()), e.message());
        }
        String tags = tags(stack);
        ResourceRow row = known.under(declared.deletion(), declared.replacement(), after);
        if (!row.isThere()) {
            State planned = new State("", JsonTexts.of(properties), "{}");
            begin(row.tagged(tags).made(true), planned, "CREATE_IN_PROGRESS", "");
            return new Result.Started(doing(work, Action.CREATE, planned), Durations.INITIATE);
        }
        return change(operation, work, row, properties, tags);
    }

    /** What there is to change: by a drift-aware change set that is what there really is, and that comes back too. */
    private Optional<ResourceRow> current(StackOperation operation, StackRow stack, ResourceRow row) {
        boolean reverts = store.changeSets
                .get(operation.stackId() + " " + operation.options().changeSetId())
                .filter(ChangeSetRow::revertsDrift)
                .isPresent();
        if (!reverts) {
            return Optional.of(row);
        }
        ChangeOptions.Live now = live.of(operation.works(), stack, row);
        return switch (now.status()) {
            case DELETED -> Optional.empty();
            case MODIFIED ->
                Optional.of(row.with(new State(
                        row.state().physicalId(),
                        JsonTexts.of(now.properties()),
                        row.state().attributes())));
            default -> Optional.of(row);
        };
    }

    /** What may replace a resource or not depends on the values, of which its type knows. */
    private Differences.Means means(
            StackOperation operation, Optional<Schema> schema, ResourceRow row, JsonValue.Structure properties) {
        JsonValue.Structure before = row.deployed().properties();
        Differences.Means means = Differences.means(schema, before, properties);
        boolean depends = means == Differences.Means.IN_PLACE
                && Differences.paths(before, properties).stream()
                        .anyMatch(path -> schema.filter(s -> s.requires(path) == UpdateBehaviour.CONDITIONAL)
                                .isPresent());
        return depends
                        && handlers.of(row.type())
                                .replaces(policies(operation, row.type(), row.logicalId()), row.deployed(), properties)
                ? Differences.Means.REPLACEMENT
                : means;
    }

    private Result change(
            StackOperation operation, Work work, ResourceRow row, JsonValue.Structure properties, String tags) {
        Optional<Schema> schema = schemas.of(row.type());
        Differences.Means means = means(operation, schema, row, properties);
        boolean retagged = !row.tagged().equals(tags)
                && schema.filter(s -> s.properties().contains("Tags")).isPresent();
        boolean nested = row.type().equals(StackEvents.STACK);
        if (means == Differences.Means.NOTHING && !retagged && !(nested && mayChange(operation, row))) {
            boolean failedBefore = row.status().endsWith("_FAILED");
            store.put(row.tagged(tags));
            if (failedBefore) {
                events.status(row, row.state(), "UPDATE_COMPLETE", "", calendar.now());
            }
            return NOTHING;
        }
        State planned = new State(
                row.state().physicalId(), JsonTexts.of(properties), row.state().attributes());
        boolean replaces = means == Differences.Means.REPLACEMENT;
        Optional<String> denied = denial(operation, replaces ? "Update:Replace" : "Update:Modify", row);
        if (denied.isPresent() && !(nested && means == Differences.Means.NOTHING)) {
            store.put(row);
            return new Result.Refused(doing(work, Action.UPDATE, planned), denied.get());
        }
        store.put(row.tagged(tags));
        if (replaces) {
            return replace(operation, work.with(planned));
        }
        begin(row.tagged(tags).remembering(), planned, "UPDATE_IN_PROGRESS", "");
        return new Result.Started(doing(work, Action.UPDATE, planned), Durations.INITIATE);
    }

    /** Why the stack's policy does not let an update do something to a resource; empty when it does. */
    Optional<String> denial(StackOperation operation, String action, ResourceRow row) {
        StackRow stack = store.stack(row.stackId());
        boolean none = stack.policy().isEmpty()
                && operation.options().policyDuringUpdate().isEmpty();
        return none ? Optional.empty() : StackPolicy.of(operation, stack).denial(action, row.logicalId(), row.type());
    }

    /** A nested stack may change though nothing of it does here, unless a change set has looked into it. */
    private boolean mayChange(StackOperation operation, ResourceRow row) {
        boolean looked = store.changeSets
                .get(operation.stackId() + " " + operation.options().changeSetId())
                .filter(ChangeSetRow::includesNested)
                .isPresent();
        return !looked || store.changeSetOf(operation, row.logicalId()).isPresent();
    }

    private Result replace(StackOperation operation, Work work) {
        ResourceRow row = store.resource(work.stackId(), work.logicalId()).orElseThrow();
        Optional<String> refusal = refusal(operation, row, work);
        begin(
                row.remembering(),
                new State(row.state().physicalId(), work.subject().properties(), "{}"),
                "UPDATE_IN_PROGRESS",
                "Requested update requires the creation of a new physical resource; hence creating one.");
        State planned = new State("", work.subject().properties(), "{}");
        Work doing = doing(work, Action.REPLACE, planned);
        return refusal.<Result>map(reason -> new Result.Refused(doing.with(row.state()), reason))
                .orElseGet(() -> new Result.Started(doing, Durations.INITIATE));
    }

    /** Source of both texts: stack events that users have published. */
    private Optional<String> refusal(StackOperation operation, ResourceRow row, Work work) {
        if (operation.options().onFailure() == StackOperation.OnFailure.DO_NOTHING && !operation.nestedIn()) {
            return Optional.of("Replacement type updates not supported on stack with disable-rollback.");
        }
        Map<String, JsonValue> planned =
                JsonTexts.structure(work.subject().properties()).members();
        return schemas.of(row.type())
                .flatMap(Schema::nameProperty)
                .flatMap(name -> Optional.ofNullable(planned.get(name))
                        .filter(kept -> kept.equals(
                                row.deployed().properties().members().get(name))))
                .map(name ->
                        "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename "
                                + Differences.text(name) + " and update the stack again.");
    }

    private Result delete(StackOperation operation, Work work) {
        boolean own = work.id().equals(work.logicalId());
        Optional<ResourceRow> row = own ? store.resource(work.stackId(), work.logicalId()) : Optional.empty();
        boolean fresh = row.filter(ResourceRow::fresh).isPresent();
        Instant now = calendar.now();
        String status = "DELETE_IN_PROGRESS";
        boolean ends = true;
        if (!work.subject().isThere()) {
            status = "DELETE_COMPLETE";
        } else if (Planning.stays(work, fresh, operation)) {
            status = "DELETE_SKIPPED";
        } else {
            ends = false;
        }
        if (row.isPresent()) {
            events.status(row.get(), work.subject(), status, "", now);
        } else {
            events.about(work.stackId(), work.logicalId(), work.type(), work.subject(), status, "", now);
        }
        return ends ? NOTHING : new Result.Started(doing(work, Action.DELETE, work.subject()), Durations.INITIATE);
    }

    private Result restore(StackOperation operation, Work work) {
        ResourceRow row = store.resource(work.stackId(), work.logicalId()).orElseThrow();
        if (operation.kind() == StackOperation.Kind.IMPORT) {
            begin(row, row.state(), "IMPORT_ROLLBACK_IN_PROGRESS", "");
            return new Result.Started(doing(work, Action.RESTORE, row.state()), Durations.INITIATE);
        }
        State before = work.subject();
        boolean skipped = operation.options().retain().contains(work.logicalId());
        boolean replaced = !before.physicalId().equals(row.state().physicalId());
        boolean nested = row.type().equals(StackEvents.STACK);
        boolean same = !nested
                && before.properties().equals(row.state().properties())
                && row.tagged().equals(tags(operation.before().orElseThrow()));
        if (!skipped && !replaced && !same) {
            begin(row, row.state(), "UPDATE_IN_PROGRESS", "");
            return new Result.Started(doing(work, Action.RESTORE, before), Durations.INITIATE);
        }
        if (replaced && row.state().isThere() && !skipped) {
            store.leave(row, row.state());
        }
        events.status(row.with(before), before, "UPDATE_COMPLETE", "", calendar.now());
        return NOTHING;
    }

    private Result adopt(StackOperation operation, Work work) {
        Blueprint blueprint = blueprints.apply(store.stack(work.stackId()));
        Blueprint.Declared declared = blueprint.declared(work.logicalId());
        List<String> after = List.copyOf(blueprint.dependencies().getOrDefault(work.logicalId(), Set.of()));
        JsonValue.Structure properties;
        try {
            properties = blueprint.properties(work.logicalId());
        } catch (ServiceError e) {
            return new Result.Refused(doing(work, Action.IMPORT, work.subject()), e.message());
        }
        State planned = new State(work.subject().physicalId(), JsonTexts.of(properties), "{}");
        ResourceRow row = ResourceRow.expected(operation.stackId(), work.logicalId(), work.type(), calendar.now())
                .under(declared.deletion(), declared.replacement(), after)
                .tagged(tags(store.stack(work.stackId())))
                .made(true);
        begin(row, planned, "IMPORT_IN_PROGRESS", "Resource import started.");
        return new Result.Started(doing(work, Action.IMPORT, planned), Durations.INITIATE);
    }

    private void begin(ResourceRow row, State shown, String status, String reason) {
        events.status(row, shown, status, reason, calendar.now());
    }

    private Work doing(Work work, Action action, State subject) {
        return work.doing(action, subject, ids.uuid(), ids.word(12), calendar.now());
    }

    private static String tags(StackRow stack) {
        Map<String, JsonValue> members = new TreeMap<>();
        stack.tags().forEach((key, value) -> members.put(key, new JsonValue.Text(value)));
        return JsonTexts.of(new JsonValue.Structure(members));
    }
}
