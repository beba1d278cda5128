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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * {@code AWS::CloudFormation::Stack}: a stack as a resource of another. It fails without rolling back by itself, cleans up
 * when its parent does, and goes back when its parent goes back. Sources: CloudFormation User Guide, "Split a template into
 * reusable pieces using nested stacks"; texts as users have published them.
 */
final class NestedStacks implements ResourceHandler {

    private final StackStore store;
    private final Templates templates;
    private final TemplateSource source;
    private final StackMaking making;
    private final StackLife life;

    NestedStacks(StackStore store, Templates templates, TemplateSource source, StackMaking making, StackLife life) {
        this.store = store;
        this.templates = templates;
        this.source = source;
        this.making = making;
        this.life = life;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        StackRow parent = store.stack(context.stackId());
        String root = parent.isNested() ? parent.model().rootId() : parent.id();
        StackRow made = making.fresh(context.caller(), context.generatedName(128))
                .with(model -> model.parentId(parent.id()).rootId(root).disableRollback(true));
        StackRow stack = filled(context, made, properties, Optional.empty());
        begin(context, stack, Optional.empty(), Kind.CREATE);
        return working(stack.id());
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        StackRow stack = store.stack(before.physicalId());
        StackOperation parent = store.operation(context.stackId()).orElseThrow();
        if (parent.isRollingBack()) {
            return goBack(stack);
        }
        StackRow next = filled(context, stack, after, Optional.of(stack));
        if (!templates.changes(context.caller(), stack, next)) {
            return done(stack);
        }
        begin(context, next, making.lastWell(stack), Kind.UPDATE);
        return working(stack.id());
    }

    /** Takes back what the parent's operation has done here; nothing when that was nothing. */
    private Progress goBack(StackRow stack) {
        Optional<StackOperation> own = store.operation(stack.id())
                .filter(o -> o.kind() == Kind.UPDATE && o.nestedIn())
                .filter(o -> o.phase() == Phase.HELD || o.phase() == Phase.FAILED || o.isUnderWay());
        if (own.isEmpty()) {
            return done(stack);
        }
        life.rollBack(own.get(), "");
        return working(stack.id());
    }

    private void begin(ResourceContext context, StackRow stack, Optional<StackRow> before, Kind kind) {
        StackOperation parent = store.operation(context.stackId()).orElseThrow();
        making.begin(
                stack,
                before,
                kind,
                parent.asks(),
                parent.works(),
                parent.token(),
                Options.none()
                        .on(OnFailure.DO_NOTHING)
                        .retainingNew(parent.options().retainExceptOnCreate()),
                true);
    }

    private StackRow filled(
            ResourceContext context, StackRow stack, JsonValue.Structure properties, Optional<StackRow> previous) {
        Map<String, JsonValue> members = properties.members();
        String url = Optional.ofNullable(members.get("TemplateURL"))
                .map(Differences::text)
                .orElseThrow(() -> CloudFormationErrors.validation(
                        "Property validation failure: [The property {/TemplateURL} is required]"));
        String body = source.template(context.caller(), context.now(), url);
        List<Parameter> parameters = new ArrayList<>();
        if (members.get("Parameters") instanceof JsonValue.Structure(Map<String, JsonValue> given)) {
            given.forEach((name, value) -> parameters.add(Parameter.builder()
                    .parameterKey(name)
                    .parameterValue(joined(value))
                    .build()));
        }
        List<Tag> tags = new ArrayList<>();
        context.stackTags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        StackRow parent = store.stack(context.stackId());
        StackRequest request = new StackRequest(
                body,
                null,
                false,
                parameters,
                List.of(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND),
                List.of(),
                Optional.ofNullable(parent.model().roleARN()),
                Optional.empty(),
                topics(members.get("NotificationARNs")),
                Optional.of(tags));
        Prepared prepared = templates.prepare(context.caller(), body, request, previous, false);
        StackRow filled = StackMaking.with(stack, prepared, request);
        List<Capability> acknowledged = parent.model().capabilities();
        Integer minutes = members.get("TimeoutInMinutes") == null
                ? null
                : Integer.valueOf(Differences.text(members.get("TimeoutInMinutes")));
        return filled.with(
                model -> model.timeoutInMinutes(minutes).capabilities(acknowledged.isEmpty() ? null : acknowledged));
    }

    private static Optional<List<String>> topics(@Nullable JsonValue value) {
        return value instanceof JsonValue.Array(List<JsonValue> all)
                ? Optional.of(all.stream().map(Differences::text).toList())
                : Optional.empty();
    }

    /** Lists are passed with commas between their elements. */
    private static String joined(JsonValue value) {
        return value instanceof JsonValue.Array(List<JsonValue> all)
                ? String.join(",", all.stream().map(Differences::text).toList())
                : Differences.text(value);
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
