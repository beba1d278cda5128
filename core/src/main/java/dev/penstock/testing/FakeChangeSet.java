package dev.penstock.testing;

import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetRequest;
import dev.penstock.stack.ChangeSetStatus;
import dev.penstock.stack.ChangeSetType;
import dev.penstock.stack.ExecutionStatus;
import dev.penstock.stack.ParameterValue;
import dev.penstock.stack.ResourceChange;
import dev.penstock.stack.StackStatus;
import dev.penstock.stack.TemplateSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A change set of {@link FakeStacks}, which guards it: is made at the second look. */
final class FakeChangeSet {

    final String id;
    final FakeStack stack;
    private final ChangeSetRequest request;
    private final FakeTemplate template;
    private final Map<String, String> values;
    private final Instant createdAt;
    private final List<ResourceChange> changes;
    private ChangeSetStatus status = ChangeSetStatus.CREATE_IN_PROGRESS;
    private ExecutionStatus executionStatus = ExecutionStatus.UNAVAILABLE;
    private String executedWith = "";

    private FakeChangeSet(
            ChangeSetRequest request,
            FakeStack stack,
            String id,
            Instant createdAt,
            FakeTemplate template,
            Map<String, String> values) {
        this.request = request;
        this.stack = stack;
        this.id = id;
        this.createdAt = createdAt;
        this.template = template;
        this.values = values;
        this.changes = changes(stack.declared, template.resources(values));
    }

    static FakeChangeSet of(ChangeSetRequest request, FakeStack stack, String id, Instant createdAt) {
        StackStatus now = stack.status;
        boolean fits = request.type() == ChangeSetType.CREATE
                ? now == StackStatus.REVIEW_IN_PROGRESS
                : now.phase() == StackStatus.Phase.READY;
        if (!fits) {
            throw refused("ValidationError", "Stack:" + stack.id + " is in " + now + " state and can not be updated.");
        }
        FakeTemplate template = template(request.definition().template(), Optional.of(stack.template));
        if (!request.definition().capabilities().containsAll(capabilities(template))) {
            throw refused("InsufficientCapabilitiesException", "Requires capabilities : " + capabilities(template));
        }
        return new FakeChangeSet(request, stack, id, createdAt, template, values(request, stack, template));
    }

    private static Map<String, String> values(ChangeSetRequest request, FakeStack stack, FakeTemplate template) {
        Map<String, String> values = new LinkedHashMap<>();
        template.parameters().forEach((name, byDefault) -> {
            ParameterValue value = request.definition().parameters().get(name);
            if (value instanceof ParameterValue.Given(String given)) {
                values.put(name, given);
            } else if (value instanceof ParameterValue.Previous) {
                values.put(name, stack.parameters.getOrDefault(name, ""));
            } else {
                values.put(
                        name,
                        byDefault.orElseThrow(
                                () -> refused("ValidationError", "Parameters: [" + name + "] must have values")));
            }
        });
        for (String given : request.definition().parameters().keySet()) {
            if (!values.containsKey(given)) {
                throw refused("ValidationError", "Parameters: [" + given + "] do not exist in the template");
            }
        }
        return values;
    }

    private static RuntimeException refused(String code, String why) {
        return FakeStacks.failure(Kind.INVALID, "CreateChangeSet", code, why);
    }

    static FakeTemplate template(TemplateSource source, Optional<FakeTemplate> previous) {
        return switch (source) {
            case TemplateSource.Body(String text) -> new FakeTemplate(text);
            case TemplateSource.Previous() -> previous.orElseGet(() -> new FakeTemplate("{}"));
            case TemplateSource.Url ignored -> new FakeTemplate("{}");
        };
    }

    static Set<String> capabilities(FakeTemplate template) {
        boolean named = template.resources(Map.of()).values().stream()
                .anyMatch(resource -> resource.type().startsWith("AWS::IAM::"));
        return named ? Set.of("CAPABILITY_IAM") : Set.of();
    }

    private static List<ResourceChange> changes(
            Map<String, FakeTemplate.Resource> before, Map<String, FakeTemplate.Resource> after) {
        List<ResourceChange> changes = new ArrayList<>();
        after.forEach((logicalId, resource) -> {
            FakeTemplate.Resource old = before.get(logicalId);
            if (old == null) {
                changes.add(change(ResourceChange.Action.ADD, logicalId, resource));
            } else if (!old.equals(resource)) {
                changes.add(change(ResourceChange.Action.MODIFY, logicalId, resource));
            }
        });
        before.forEach((logicalId, resource) -> {
            if (!after.containsKey(logicalId)) {
                changes.add(change(ResourceChange.Action.REMOVE, logicalId, resource));
            }
        });
        return changes;
    }

    private static ResourceChange change(
            ResourceChange.Action action, String logicalId, FakeTemplate.Resource resource) {
        boolean modifies = action == ResourceChange.Action.MODIFY;
        return new ResourceChange(
                action,
                logicalId,
                "",
                resource.type(),
                modifies ? ResourceChange.Replacement.FALSE : ResourceChange.Replacement.NONE,
                modifies ? Set.of(ResourceChange.Attribute.PROPERTIES) : Set.of(),
                action == ResourceChange.Action.REMOVE
                        ? ResourceChange.PolicyAction.DELETE
                        : ResourceChange.PolicyAction.NONE,
                List.of(),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty());
    }

    String token() {
        return request.token();
    }

    boolean isNamed(String name) {
        return request.name().equals(name);
    }

    boolean wasExecutedWith(String token) {
        return executedWith.equals(token);
    }

    void moveOn() {
        if (status == ChangeSetStatus.CREATE_IN_PROGRESS) {
            boolean sameTags = request.definition().tags().equals(stack.tags);
            boolean empty = changes.isEmpty()
                    && sameTags
                    && template.outputs(stack.name).equals(stack.template.outputs(stack.name));
            status = empty ? ChangeSetStatus.FAILED : ChangeSetStatus.CREATE_COMPLETE;
            executionStatus = empty ? ExecutionStatus.UNAVAILABLE : ExecutionStatus.AVAILABLE;
        }
    }

    void outdate() {
        if (executionStatus == ExecutionStatus.AVAILABLE) {
            executionStatus = ExecutionStatus.OBSOLETE;
        }
    }

    void execute(String token) {
        executedWith = token;
        executionStatus = ExecutionStatus.EXECUTE_IN_PROGRESS;
        stack.deploy(template, values, request.definition(), id, token);
    }

    ChangeSet seen() {
        boolean empty = status == ChangeSetStatus.FAILED;
        return new ChangeSet(
                id,
                request.name(),
                stack.id,
                stack.name,
                request.description(),
                status,
                empty ? "The submitted information didn't contain changes." : "",
                executionStatus,
                empty,
                createdAt,
                values,
                request.definition().tags(),
                request.definition().capabilities(),
                request.definition().rollback(),
                request.definition().notificationArns(),
                request.includeNestedStacks(),
                Optional.empty(),
                Optional.empty(),
                changes);
    }
}
