package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackOperation.Kind;
import dev.penstock.simulator.cloudformation.StackOperation.OnFailure;
import dev.penstock.simulator.cloudformation.StackOperation.Options;
import dev.penstock.simulator.cloudformation.StackOperation.Phase;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Progress;
import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.cloudformation.types.ResourceHandler;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * {@code AWS::CloudFormation::Stack}: a stack as a resource of another. It fails without rolling back by itself, cleans up
 * when its parent does, and goes back when its parent goes back. Sources: CloudFormation User Guide, "Split a template into
 * reusable pieces using nested stacks"; texts as users have published them.
 */
final class NestedStacks implements ResourceHandler {

    private final StackStore store;
    private final Templates templates;
    private final NestedTemplates nested;
    private final StackMaking making;
    private final StackLife life;

    NestedStacks(StackStore store, NestedTemplates nested, StackMaking making, StackLife life) {
        this.store = store;
        this.templates = nested.templates();
        this.nested = nested;
        this.making = making;
        this.life = life;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        StackRow parent = store.stack(context.stackId());
        Optional<ChangeSetRow> reviewed = reviewed(context);
        StackRow made = reviewed.map(set -> store.stack(set.stackId()))
                .orElseGet(() -> making.nested(context.caller(), parent, context.generatedName(128)));
        begin(context, filled(context, made, properties, Optional.empty(), reviewed), Optional.empty(), Kind.CREATE);
        return working(made.id());
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        StackRow stack = store.stack(before.physicalId());
        StackOperation parent = store.operation(context.stackId()).orElseThrow();
        if (parent.isRollingBack()) {
            return goBack(stack);
        }
        StackRow next = filled(context, stack, after, Optional.of(stack), reviewed(context));
        if (!templates.changes(context.caller(), stack, next)) {
            return done(stack);
        }
        begin(context, next, making.lastWell(stack), Kind.UPDATE);
        return working(stack.id());
    }

    /** The change set that was made for the nested stack with that which the parent carries out. */
    private Optional<ChangeSetRow> reviewed(ResourceContext context) {
        return store.operation(context.stackId()).flatMap(parent -> store.changeSetOf(parent, context.logicalId()));
    }

    /** Takes back what the parent's operation has done here; nothing when that was nothing. */
    private Progress goBack(StackRow stack) {
        Optional<StackOperation> own = store.operation(stack.id())
                .filter(o -> o.kind() == Kind.UPDATE && o.nestedIn())
                .filter(o -> o.phase() == Phase.HELD || o.phase() == Phase.FAILED || o.isUnderWay());
        if (own.isEmpty()) {
            return done(stack);
        }
        life.rollBackItself(own.get(), "");
        return working(stack.id());
    }

    private void begin(ResourceContext context, StackRow stack, Optional<StackRow> before, Kind kind) {
        StackOperation parent = store.operation(context.stackId()).orElseThrow();
        Optional<ChangeSetRow> reviewed =
                kind == Kind.DELETE ? Optional.empty() : store.changeSetOf(parent, context.logicalId());
        reviewed.ifPresent(
                set -> store.put(set.with(model -> model.executionStatus(ExecutionStatus.EXECUTE_IN_PROGRESS))));
        making.begin(
                stack,
                before,
                kind,
                parent.asks(),
                parent.works(),
                parent.token(),
                Options.none()
                        .on(OnFailure.DO_NOTHING)
                        .retainingNew(parent.options().retainExceptOnCreate())
                        .executing(reviewed.map(ChangeSetRow::id).orElse("")),
                true);
    }

    /** The template is the one that was reviewed, if one was. */
    private StackRow filled(
            ResourceContext context,
            StackRow stack,
            JsonValue.Structure properties,
            Optional<StackRow> previous,
            Optional<ChangeSetRow> reviewed) {
        StackRow parent = store.stack(context.stackId());
        String body = reviewed.map(ChangeSetRow::template)
                .orElseGet(() -> nested.body(context.caller(), context.now(), properties));
        StackRow filled = nested.filled(
                        context.caller(), parent, stack, body, properties, context.stackTags(), previous)
                .stack();
        return filled.with(
                model -> model.changeSetId(reviewed.map(ChangeSetRow::id).orElse(null)));
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        StackRow stack = store.stacks.get(resource.physicalId()).orElse(null);
        if (stack == null || stack.isDeleted()) {
            return new Progress.Done(resource.physicalId(), resource.attributes());
        }
        if (stack.status() != StackStatus.DELETE_IN_PROGRESS) {
            begin(context, stack, Optional.empty(), Kind.DELETE);
        }
        return working(stack.id());
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, ResourceHandler.Operation asked) {
        StackRow stack = store.stack(resource.physicalId());
        boolean held =
                store.operation(stack.id()).filter(o -> o.phase() == Phase.HELD).isPresent();
        if (stack.isBusy() && !held) {
            return working(stack.id());
        }
        return switch (stack.status()) {
            case CREATE_FAILED, ROLLBACK_FAILED -> failed(stack, "was not successfully created: ");
            case UPDATE_FAILED, UPDATE_ROLLBACK_FAILED ->
                failed(stack, "was not successfully updated. Currently in " + stack.status() + " with reason: ");
            case DELETE_FAILED ->
                failed(stack, "was not successfully deleted. Currently in " + stack.status() + " with reason: ");
            default -> done(stack);
        };
    }

    private static Progress failed(StackRow stack, String what) {
        String reason = stack.model().stackStatusReason();
        return new Progress.Failed(
                "GeneralServiceException",
                "Embedded stack " + stack.id() + " " + what + (reason == null ? "" : reason),
                stack.id());
    }

    private static Progress working(String id) {
        return new Progress.Working(id, new JsonValue.Structure(Map.of()), Durations.NESTED);
    }

    private static Progress done(StackRow stack) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        for (Output output : stack.model().outputs()) {
            attributes.put("Outputs." + output.outputKey(), new JsonValue.Text(output.outputValue()));
        }
        return new Progress.Done(stack.id(), new JsonValue.Structure(attributes));
    }
}
