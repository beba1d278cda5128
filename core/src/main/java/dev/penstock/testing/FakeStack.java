package dev.penstock.testing;

import dev.penstock.stack.RollbackConfiguration;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackDefinition;
import dev.penstock.stack.StackEvent;
import dev.penstock.stack.StackOutput;
import dev.penstock.stack.StackResource;
import dev.penstock.stack.StackSnapshot;
import dev.penstock.stack.StackStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A stack of {@link FakeStacks}, which guards it. An operation is a row of steps; each look at the stack takes one. */
final class FakeStack {

    final String name;
    final String id;
    StackStatus status = StackStatus.REVIEW_IN_PROGRESS;
    FakeTemplate template = new FakeTemplate("{}");
    Map<String, FakeTemplate.Resource> declared = new LinkedHashMap<>();
    Map<String, String> parameters = Map.of();
    Map<String, String> tags = Map.of();
    Set<String> capabilities = Set.of();
    Optional<String> policy = Optional.empty();
    Optional<String> changeSetId = Optional.empty();
    Optional<Instant> updatedAt = Optional.empty();
    boolean terminationProtection;

    private final FakeFates fates;
    private final List<StackEvent> events = new ArrayList<>();
    private final Map<String, StackResource> resources = new LinkedHashMap<>();
    private final Deque<Runnable> script = new ArrayDeque<>();
    private final Instant createdAt;
    private final List<FakeStack> nested = new ArrayList<>();
    private String token = "";
    private boolean stopped;

    FakeStack(String name, String id, FakeFates fates) {
        this.name = name;
        this.id = id;
        this.fates = fates;
        this.createdAt = fates.tick();
    }

    boolean isGone() {
        return status == StackStatus.DELETE_COMPLETE;
    }

    boolean isBusy() {
        return !script.isEmpty();
    }

    List<FakeStack> nested() {
        return nested;
    }

    List<StackEvent> events() {
        return events;
    }

    List<StackResource> resources() {
        return List.copyOf(resources.values());
    }

    /** Creates or updates. */
    void deploy(
            FakeTemplate to, Map<String, String> values, StackDefinition definition, String changeSet, String with) {
        boolean isNew = status == StackStatus.REVIEW_IN_PROGRESS;
        Map<String, FakeTemplate.Resource> before = declared;
        Map<String, FakeTemplate.Resource> after = to.resources(values);
        token = with;
        changeSetId = Optional.of(changeSet);
        if (!isNew) {
            updatedAt = Optional.of(fates.tick());
        }
        become(isNew ? StackStatus.CREATE_IN_PROGRESS : StackStatus.UPDATE_IN_PROGRESS, "User Initiated");
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, FakeTemplate.Resource> entry : after.entrySet()) {
            FakeTemplate.Resource old = before.get(entry.getKey());
            if (old != null && old.equals(entry.getValue())) {
                continue;
            }
            String verb = old == null ? "CREATE" : "UPDATE";
            String type = entry.getValue().type();
            changed.add(entry.getKey());
            script.add(() -> tell(entry.getKey(), type, verb + "_IN_PROGRESS", ""));
            Optional<String> failure = fates.failing(entry.getKey());
            if (failure.isPresent()) {
                script.add(() -> fail(entry.getKey(), type, verb, failure.get()));
                rollBack(isNew, before, changed, entry.getKey());
                return;
            }
            script.add(() -> tell(entry.getKey(), type, verb + "_COMPLETE", ""));
        }
        script.add(() -> {
            template = to;
            declared = after;
            parameters = values;
            tags = definition.tags();
            capabilities = definition.capabilities();
            become(isNew ? StackStatus.CREATE_COMPLETE : StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, "");
        });
        if (!isNew) {
            before.forEach((logicalId, old) -> {
                if (!after.containsKey(logicalId)) {
                    script.add(() -> tell(logicalId, old.type(), "DELETE_COMPLETE", ""));
                }
            });
            script.add(() -> become(StackStatus.UPDATE_COMPLETE, ""));
        }
    }

    private void fail(String logicalId, String type, String verb, String reason) {
        fates.failingInside(logicalId).ifPresent(inside -> {
            String nestedId = id.replace("/" + name + "/", "/" + name + "-" + logicalId + "/");
            FakeStack child = new FakeStack(name + "-" + logicalId, nestedId, fates);
            child.token = token;
            child.become(StackStatus.CREATE_IN_PROGRESS, "User Initiated");
            child.tell(inside, "AWS::SSM::Parameter", "CREATE_IN_PROGRESS", "");
            child.tell("Other", "AWS::SSM::Parameter", "CREATE_FAILED", "Resource creation cancelled");
            child.tell(inside, "AWS::SSM::Parameter", "CREATE_FAILED", reason);
            child.become(StackStatus.CREATE_FAILED, "The following resource(s) failed to create: [" + inside + "].");
            nested.add(child);
            resources.put(
                    logicalId, new StackResource(logicalId, nestedId, type, verb + "_FAILED", reason, fates.tick()));
        });
        tell(
                logicalId,
                type,
                verb + "_FAILED",
                fates.failingInside(logicalId).isPresent()
                        ? "Embedded stack was not successfully created: The following resource(s) failed to create."
                        : reason);
    }

    private void rollBack(
            boolean isNew, Map<String, FakeTemplate.Resource> before, List<String> changed, String failed) {
        script.add(() -> become(
                isNew ? StackStatus.ROLLBACK_IN_PROGRESS : StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
                "The following resource(s) failed to " + (isNew ? "create" : "update") + ": [" + failed + "]."));
        backwards(isNew, before, changed, Set.of());
    }

    private void backwards(
            boolean isNew, Map<String, FakeTemplate.Resource> before, List<String> changed, Set<String> skip) {
        for (String logicalId : changed.reversed()) {
            if (skip.contains(logicalId)) {
                continue;
            }
            boolean existed = before.containsKey(logicalId);
            Optional<String> failure = fates.failingBack(logicalId);
            if (failure.isPresent()) {
                script.add(() -> tell(logicalId, existed ? "UPDATE_FAILED" : "DELETE_FAILED", failure.get()));
                script.add(() -> become(
                        isNew ? StackStatus.ROLLBACK_FAILED : StackStatus.UPDATE_ROLLBACK_FAILED,
                        "The following resource(s) failed to update: [" + logicalId + "]."));
                return;
            }
            script.add(() -> tell(logicalId, existed ? "UPDATE_COMPLETE" : "DELETE_COMPLETE", ""));
        }
        script.add(() -> become(isNew ? StackStatus.ROLLBACK_COMPLETE : StackStatus.UPDATE_ROLLBACK_COMPLETE, ""));
    }

    void cancel() {
        stopped = true;
        script.clear();
        become(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, "User Initiated");
        backwards(false, declared, List.of(), Set.of());
    }

    void continueRollback(Set<String> skip, String with) {
        token = with;
        become(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, "User Initiated");
        List<String> failed = resources.values().stream()
                .filter(resource -> resource.status().endsWith("_FAILED"))
                .map(StackResource::logicalId)
                .toList();
        backwards(false, declared, failed, skip);
    }

    void delete(Set<String> retain, String with) {
        token = with;
        stopped = true;
        become(StackStatus.DELETE_IN_PROGRESS, "User Initiated");
        for (StackResource resource : List.copyOf(resources.values()).reversed()) {
            String logicalId = resource.logicalId();
            if (resource.isGone() || retain.contains(logicalId)) {
                continue;
            }
            FakeTemplate.Resource declaration = declared.get(logicalId);
            Optional<String> failure = fates.failingDelete(logicalId);
            if (failure.isPresent()) {
                script.add(() -> tell(logicalId, "DELETE_FAILED", failure.get()));
                script.add(() -> become(
                        StackStatus.DELETE_FAILED, "The following resource(s) failed to delete: [" + logicalId + "]."));
                return;
            }
            boolean kept = declaration != null && declaration.retained();
            script.add(() -> tell(logicalId, kept ? "DELETE_SKIPPED" : "DELETE_COMPLETE", ""));
        }
        script.add(() -> become(StackStatus.DELETE_COMPLETE, ""));
    }

    /** One step. */
    void moveOn() {
        if (!script.isEmpty()) {
            script.remove().run();
        }
    }

    /** Has a status as if somebody had brought it there. */
    void become(StackStatus next, String reason) {
        status = next;
        event(name, id, StackEvent.STACK_TYPE, next.name(), reason);
    }

    void updatedByAnother() {
        updatedAt = Optional.of(fates.tick());
    }

    void put(StackResource resource) {
        resources.put(resource.logicalId(), resource);
    }

    private void tell(String logicalId, String change, String reason) {
        StackResource resource = resources.get(logicalId);
        tell(logicalId, resource == null ? "" : resource.type(), change, reason);
    }

    private void tell(String logicalId, String type, String change, String reason) {
        StackResource known = resources.get(logicalId);
        String physicalId = known == null ? name + "-" + logicalId : known.physicalId();
        resources.put(logicalId, new StackResource(logicalId, physicalId, type, change, reason, fates.tick()));
        event(logicalId, physicalId, type, change, reason);
    }

    private void event(String logicalId, String physicalId, String type, String change, String reason) {
        events.add(new StackEvent(
                name + "-event-" + (events.size() + 1),
                id,
                name,
                logicalId,
                physicalId,
                type,
                fates.tick(),
                change,
                reason,
                token));
    }

    Stack seen() {
        return new Stack(
                id,
                name,
                status,
                events.isEmpty() ? "" : events.getLast().reason(),
                template.outputs(name).entrySet().stream()
                        .map(output -> new StackOutput(output.getKey(), output.getValue(), "", Optional.empty()))
                        .toList(),
                parameters,
                tags,
                capabilities,
                Optional.empty(),
                terminationProtection,
                "NOT_CHECKED",
                Optional.empty(),
                Optional.empty(),
                changeSetId,
                RollbackConfiguration.NONE,
                createdAt,
                updatedAt);
    }

    /** Whoever has asked for this follows no events: it goes on at each look. */
    void goOnWhenLookedAt() {
        stopped = true;
    }

    /** What is stopped or deleted goes on with each look, as nobody may observe it any more. */
    Stack lookedAt() {
        Stack stack = seen();
        if (stopped) {
            moveOn();
            stopped = isBusy();
        }
        return stack;
    }

    /** The events of its latest operation: back to where another token is. */
    List<StackEvent> latest() {
        List<StackEvent> latest = new ArrayList<>();
        for (StackEvent event : events.reversed()) {
            if (!event.token().equals(token)) {
                break;
            }
            latest.add(event);
        }
        return latest.reversed();
    }

    StackSnapshot observe() {
        StackSnapshot snapshot = new StackSnapshot(seen(), latest());
        moveOn();
        return snapshot;
    }
}
