package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetListing;
import dev.penstock.stack.ChangeSetRequest;
import dev.penstock.stack.ChangeSetSighting;
import dev.penstock.stack.ChangeSetStatus;
import dev.penstock.stack.ChangeSetType;
import dev.penstock.stack.DriftDetection;
import dev.penstock.stack.ExecutionStatus;
import dev.penstock.stack.ResourceDrift;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackDefinition;
import dev.penstock.stack.StackEvent;
import dev.penstock.stack.StackResource;
import dev.penstock.stack.StackSnapshot;
import dev.penstock.stack.StackStatus;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.TemplateSource;
import dev.penstock.stack.TemplateSummary;
import dev.penstock.stack.ValidationError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Stacks in memory. An operation takes a step each time its stack is observed; resources fail where that is {@linkplain
 * #fail set}. Every effect is counted.
 */
public final class FakeStacks implements Stacks {

    private static final String ARN = "arn:aws:cloudformation:us-east-1:123456789012:";

    private final FakeFates fates = new FakeFates();
    private final List<FakeStack> stacks = new ArrayList<>();
    private final Map<String, FakeChangeSet> changeSets = new LinkedHashMap<>();
    private final List<String> effects = new ArrayList<>();
    private final Map<String, Deque<RemoteCallException>> faults = new HashMap<>();
    private final Map<String, List<ResourceDrift>> drifts = new HashMap<>();
    private Consumer<String> whenCalled = method -> {};

    /** Lets a resource fail when it is created or updated. */
    public synchronized void fail(String logicalId, String reason) {
        fates.fail(logicalId, reason);
    }

    /** Lets a resource that is a stack fail because of a resource in it. */
    public synchronized void failInside(String logicalId, String nestedLogicalId, String reason) {
        fates.failInside(logicalId, nestedLogicalId, reason);
    }

    /** Lets a resource fail when an operation is taken back. */
    public synchronized void failBack(String logicalId, String reason) {
        fates.failBack(logicalId, reason);
    }

    /** Lets a resource fail when it is deleted. */
    public synchronized void failDelete(String logicalId, String reason) {
        fates.failDelete(logicalId, reason);
    }

    /** Lets a resource succeed again. */
    public synchronized void mend(String logicalId) {
        fates.mend(logicalId);
    }

    /** Makes a stack with a status that somebody brought it to. */
    public synchronized String add(String name, String template, StackStatus status, StackResource... resources) {
        FakeStack stack = stack(name);
        stack.template = new FakeTemplate(template);
        stack.declared = stack.template.resources(Map.of());
        for (StackResource resource : resources) {
            stack.put(resource);
        }
        stack.become(status, "");
        return stack.id;
    }

    /** Brings a stack to a status, as if somebody had. */
    public synchronized void become(String name, StackStatus status) {
        stack(name).become(status, "");
    }

    /** Somebody else has just updated a stack, which then looks as before. */
    public synchronized void updateByAnother(String name) {
        stack(name).updatedByAnother();
    }

    /** Protects a stack against deletion. */
    public synchronized void protect(String name) {
        stack(name).terminationProtection = true;
    }

    /** Lets a stack's resources differ from its template. */
    public synchronized void drift(String name, ResourceDrift... differences) {
        drifts.put(name, List.of(differences));
    }

    /** Lets the next call of a method of the port fail before it has an effect; {@code read} for observations. */
    public synchronized void failNext(String method, RemoteCallException failure) {
        faults.computeIfAbsent(method, name -> new ArrayDeque<>()).add(failure);
    }

    /** Is told the name of each method before it is carried out. */
    public synchronized void whenCalled(Consumer<String> listener) {
        whenCalled = listener;
    }

    /** What was changed by calls, in order: {@code propose shop}, {@code execute shop}, {@code delete shop}. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    /** Reads stacks; each look takes an operation a step further. */
    public ResourceReader stackReader() {
        return new FakeReader(StackSnapshot.KIND, this::look);
    }

    /** Reads change sets. */
    public ResourceReader changeSetReader() {
        return new FakeReader(ChangeSetSighting.KIND, this::glance);
    }

    private synchronized Optional<Observation> look(ResourceId resource) {
        enter("read");
        return lookUp(resource.id()).map(FakeStack::observe);
    }

    private synchronized Optional<Observation> glance(ResourceId resource) {
        enter("read");
        FakeChangeSet found = changeSets.get(resource.id());
        if (found == null) {
            return Optional.of(new ChangeSetSighting(
                    resource.id(), ChangeSetStatus.DELETE_COMPLETE, "", ExecutionStatus.UNAVAILABLE));
        }
        ChangeSet seen = found.seen();
        found.moveOn();
        return Optional.of(
                new ChangeSetSighting(seen.id(), seen.status(), seen.statusReason(), seen.executionStatus()));
    }

    @Override
    public synchronized Optional<Stack> find(AwsScope scope, String stack) {
        enter("find");
        return lookUp(stack).map(FakeStack::lookedAt);
    }

    @Override
    public synchronized List<StackEvent> events(AwsScope scope, String stack) {
        enter("events");
        return existing("DescribeStackEvents", stack).latest();
    }

    @Override
    public synchronized List<StackEvent> events(AwsScope scope, String stack, String token) {
        enter("events");
        return lookUp(stack).map(FakeStack::events).orElse(List.of()).stream()
                .filter(event -> event.token().equals(token))
                .toList();
    }

    @Override
    public synchronized List<StackResource> resources(AwsScope scope, String stack) {
        enter("resources");
        return existing("ListStackResources", stack).resources();
    }

    @Override
    public synchronized String template(AwsScope scope, String stack, boolean processed) {
        enter("template");
        return existing("GetTemplate", stack).template.text;
    }

    @Override
    public synchronized String createChangeSet(AwsScope scope, ChangeSetRequest request) {
        enter("createChangeSet");
        Optional<FakeChangeSet> same = changeSet(request.stack(), request.name());
        if (same.isPresent()) {
            if (same.get().token().equals(request.token())) {
                return same.get().id;
            }
            throw failure(Kind.CONFLICT, "CreateChangeSet", "AlreadyExistsException", request.name() + " exists");
        }
        Optional<FakeStack> found = lookUp(request.stack()).filter(stack -> !stack.isGone());
        FakeChangeSet made = FakeChangeSet.of(
                request,
                found.orElseGet(() -> new FakeStack(request.stack(), id(request.stack()), fates)),
                ARN + "changeSet/" + request.name() + "/" + (changeSets.size() + 1),
                fates.tick());
        if (found.isEmpty()) {
            stacks.add(made.stack);
            made.stack.become(StackStatus.REVIEW_IN_PROGRESS, "User Initiated");
        }
        changeSets.put(made.id, made);
        effects.add("propose " + request.stack());
        return made.id;
    }

    @Override
    public synchronized Optional<ChangeSet> changeSet(AwsScope scope, String stack, String changeSet) {
        enter("changeSet");
        return changeSet(stack, changeSet).map(FakeChangeSet::seen);
    }

    private Optional<FakeChangeSet> changeSet(String stack, String changeSet) {
        return Optional.ofNullable(changeSets.get(changeSet))
                .or(() -> changeSets.values().stream()
                        .filter(each -> each.isNamed(changeSet)
                                && (each.stack.name.equals(stack) || each.stack.id.equals(stack)))
                        .filter(each -> !each.stack.isGone())
                        .findFirst());
    }

    @Override
    public synchronized List<ValidationError> validationErrors(AwsScope scope, String changeSet) {
        enter("validationErrors");
        return List.of(); // Change sets of these stacks fail for want of changes only.
    }

    @Override
    public synchronized List<ChangeSetListing> changeSets(AwsScope scope, String stack) {
        enter("changeSets");
        return changeSets.values().stream()
                .filter(each -> each.stack.name.equals(stack) || each.stack.id.equals(stack))
                .map(FakeChangeSet::seen)
                .filter(each -> each.executionStatus() != ExecutionStatus.EXECUTE_COMPLETE)
                .map(each -> new ChangeSetListing(each.id(), each.name(), each.description(), each.createdAt()))
                .toList();
    }

    @Override
    public synchronized void deleteChangeSet(AwsScope scope, String stack, String changeSet) {
        enter("deleteChangeSet");
        changeSet(stack, changeSet).ifPresent(found -> {
            changeSets.remove(found.id);
            effects.add("withdraw " + found.stack.name);
        });
    }

    @Override
    public synchronized void executeChangeSet(AwsScope scope, String stack, String changeSet, String token) {
        enter("executeChangeSet");
        FakeChangeSet found = changeSet(stack, changeSet)
                .orElseThrow(() ->
                        failure(Kind.NOT_FOUND, "ExecuteChangeSet", "ChangeSetNotFound", "there is no " + changeSet));
        if (found.wasExecutedWith(token)) {
            return;
        }
        if (!found.seen().isExecutable() || found.stack.isBusy()) {
            throw failure(Kind.CONFLICT, "ExecuteChangeSet", "InvalidChangeSetStatus", "it cannot be executed");
        }
        found.execute(token);
        changeSets.values().stream()
                .filter(other -> other != found && other.stack == found.stack)
                .forEach(FakeChangeSet::outdate);
        effects.add("execute " + found.stack.name);
    }

    @Override
    public synchronized void update(
            AwsScope scope,
            String stack,
            StackDefinition definition,
            Optional<String> policyDuringUpdate,
            String token) {
        enter("update");
        FakeStack found = existing("UpdateStack", stack);
        if (found.latest().stream().anyMatch(event -> event.token().equals(token))) {
            return;
        }
        FakeChangeSet update = FakeChangeSet.of(
                new ChangeSetRequest(
                        found.name,
                        "update",
                        ChangeSetType.UPDATE,
                        definition,
                        "",
                        false,
                        false,
                        ChangeSetRequest.OnStackFailure.ROLLBACK,
                        token),
                found,
                "",
                fates.tick());
        update.execute(token);
        if (policyDuringUpdate.isEmpty()) {
            found.goOnWhenLookedAt();
        }
        changeSets.values().stream().filter(other -> other.stack == found).forEach(FakeChangeSet::outdate);
        effects.add("update " + found.name + (policyDuringUpdate.isPresent() ? " under another policy" : ""));
    }

    @Override
    public synchronized void delete(
            AwsScope scope, String stack, Set<String> retain, Optional<String> roleArn, String token) {
        enter("delete");
        Optional<FakeStack> found = lookUp(stack).filter(each -> !each.isGone());
        if (found.isEmpty()
                || found.get().latest().stream().anyMatch(event -> event.token().equals(token))) {
            return;
        }
        if (found.get().terminationProtection) {
            throw failure(Kind.INVALID, "DeleteStack", "ValidationError", "TerminationProtection is enabled");
        }
        found.get().delete(retain, token);
        effects.add("delete " + found.get().name);
    }

    @Override
    public synchronized void cancelUpdate(AwsScope scope, String stack, String token) {
        enter("cancelUpdate");
        lookUp(stack)
                .filter(each -> each.status == StackStatus.UPDATE_IN_PROGRESS)
                .ifPresent(found -> {
                    found.cancel();
                    effects.add("cancel " + found.name);
                });
    }

    @Override
    public synchronized void continueUpdateRollback(
            AwsScope scope, String stack, Set<String> skip, Optional<String> roleArn, String token) {
        enter("continueUpdateRollback");
        FakeStack found = existing("ContinueUpdateRollback", stack);
        if (found.status == StackStatus.UPDATE_ROLLBACK_FAILED) {
            found.continueRollback(skip, token);
            effects.add("continue " + found.name + (skip.isEmpty() ? "" : " without " + String.join(", ", skip)));
        }
    }

    @Override
    public synchronized void rollBack(AwsScope scope, String stack, Optional<String> roleArn, String token) {
        enter("rollBack");
        FakeStack found = existing("RollbackStack", stack);
        if (found.status == StackStatus.UPDATE_FAILED) {
            found.continueRollback(Set.of(), token);
            effects.add("roll back " + found.name);
        }
    }

    @Override
    public synchronized List<String> importers(AwsScope scope, String exportName) {
        enter("importers");
        return List.of(); // Templates of these stacks import nothing.
    }

    @Override
    public synchronized Optional<String> stackPolicy(AwsScope scope, String stack) {
        enter("stackPolicy");
        return existing("GetStackPolicy", stack).policy;
    }

    @Override
    public synchronized void setStackPolicy(AwsScope scope, String stack, String policy) {
        enter("setStackPolicy");
        existing("SetStackPolicy", stack).policy = Optional.of(policy);
    }

    @Override
    public synchronized TemplateSummary validate(AwsScope scope, TemplateSource template) {
        enter("validate");
        FakeTemplate read = FakeChangeSet.template(template, Optional.empty());
        Set<String> needed = FakeChangeSet.capabilities(read);
        String reason = needed.isEmpty() ? "" : "The following resource(s) require capabilities: [AWS::IAM::Role]";
        return new TemplateSummary(read.parameters(), needed, reason, List.of());
    }

    @Override
    public synchronized String detectDrift(AwsScope scope, String stack) {
        enter("detectDrift");
        return existing("DetectStackDrift", stack).name;
    }

    @Override
    public synchronized DriftDetection driftDetection(AwsScope scope, String detection) {
        enter("driftDetection");
        return new DriftDetection(
                DriftDetection.Status.COMPLETE,
                "",
                drifts.getOrDefault(detection, List.of()).size());
    }

    @Override
    public synchronized List<ResourceDrift> drift(AwsScope scope, String stack) {
        enter("drift");
        return drifts.getOrDefault(existing("DescribeStackResourceDrifts", stack).name, List.of());
    }

    @Override
    public synchronized List<StackEvent> history(AwsScope scope, String stack) {
        enter("history");
        return List.copyOf(existing("DescribeStackEvents", stack).events());
    }

    @Override
    public synchronized Optional<ResourceDrift> resourceDrift(AwsScope scope, String stack, String logicalId) {
        enter("resourceDrift");
        FakeStack found = existing("DetectStackResourceDrift", stack);
        return drifts.getOrDefault(found.name, List.of()).stream()
                .filter(drift -> drift.logicalId().equals(logicalId))
                .findFirst()
                .or(() -> found.resources().stream()
                        .filter(resource -> resource.logicalId().equals(logicalId))
                        .findFirst()
                        .map(resource -> new ResourceDrift(
                                logicalId, resource.physicalId(), resource.type(), "IN_SYNC", List.of())));
    }

    private FakeStack stack(String name) {
        return lookUp(name).filter(stack -> !stack.isGone()).orElseGet(() -> {
            FakeStack made = new FakeStack(name, id(name), fates);
            stacks.add(made);
            return made;
        });
    }

    private String id(String name) {
        return ARN + "stack/" + name + "/" + (stacks.size() + 1);
    }

    private Optional<FakeStack> lookUp(String stack) {
        List<FakeStack> all = new ArrayList<>(stacks);
        stacks.forEach(each -> all.addAll(each.nested()));
        return all.stream()
                .filter(each -> each.id.equals(stack) || (each.name.equals(stack) && !each.isGone()))
                .findFirst();
    }

    private FakeStack existing(String operation, String stack) {
        return lookUp(stack)
                .orElseThrow(() -> failure(
                        Kind.NOT_FOUND, operation, "ValidationError", "Stack with id " + stack + " does not exist"));
    }

    private void enter(String method) {
        whenCalled.accept(method);
        Deque<RemoteCallException> planned = faults.get(method);
        if (planned != null && !planned.isEmpty()) {
            throw planned.remove();
        }
    }

    static RemoteCallException failure(Kind kind, String operation, String code, String why) {
        String message = "cloudformation:" + operation + " answered " + code + ", \"" + why + "\".";
        return new RemoteCallException(
                kind, "cloudformation:" + operation, code, message, new IllegalStateException(why));
    }

    private record FakeReader(String kind, Look look) implements ResourceReader {

        @Override
        public int batchSize() {
            return 20;
        }

        @Override
        public Reading read(List<ResourceId> resources) {
            Map<ResourceId, Observation> seen = new LinkedHashMap<>();
            resources.forEach(resource -> look.at(resource).ifPresent(found -> seen.put(resource, found)));
            return Reading.of(seen);
        }
    }

    @FunctionalInterface
    private interface Look {
        Optional<Observation> at(ResourceId resource);
    }
}
