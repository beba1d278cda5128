package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackOperation.Kind;
import dev.penstock.simulator.cloudformation.StackOperation.Options;
import dev.penstock.simulator.cloudformation.StackSetStore.InstanceRow;
import dev.penstock.simulator.cloudformation.StackSetStore.OperationRow;
import dev.penstock.simulator.cloudformation.StackSetStore.SetRow;
import dev.penstock.simulator.cloudformation.StackSetStore.Target;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackSet;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationAction;

/** The stacks of stack sets: each made, changed and deleted by the execution role of its account. */
final class StackSetStacks {

    /** How a stack fares. */
    sealed interface Outcome {
        record Working() implements Outcome {}

        record Well() implements Outcome {}

        record Failed(String reason) implements Outcome {}
    }

    private final StackSetStore sets;
    private final StackStore store;
    private final StackMaking making;
    private final Templates templates;
    private final ServiceRoles roles;
    private final Ids ids;

    StackSetStacks(
            StackSetStore sets,
            StackStore store,
            StackMaking making,
            Templates templates,
            ServiceRoles roles,
            Ids ids) {
        this.sets = sets;
        this.store = store;
        this.making = making;
        this.templates = templates;
        this.roles = roles;
        this.ids = ids;
    }

    /**
     * Begins what an operation does in one account and region.
     *
     * @return the stack that is to be waited for; empty when there is nothing to do
     * @throws ServiceError when it cannot be begun
     */
    String start(OperationRow operation, Target target) {
        SetRow set = sets.sets.get(operation.model().stackSetId()).orElseThrow();
        InstanceRow instance = sets.instance(set.id(), target.account(), target.region())
                .orElseThrow(() -> CloudFormationErrors.validation("The stack instance does not exist"));
        Optional<StackRow> there = Optional.ofNullable(instance.model().stackId())
                .flatMap(store.stacks::get)
                .filter(stack -> !stack.isDeleted());
        if (operation.model().action() == StackSetOperationAction.DELETE) {
            boolean retains = Boolean.TRUE.equals(operation.model().retainStacks());
            return there.isEmpty() || retains ? "" : delete(works(operation, target), there.get());
        }
        return apply(works(operation, target), set, instance, there);
    }

    /** The administration role assumes the execution role. Source of the text: answers that users have published. */
    private Caller works(OperationRow operation, Target target) {
        String administration = operation.model().administrationRoleARN();
        String execution = "arn:aws:iam::" + target.account() + ":role/"
                + operation.model().executionRoleName();
        String administrator = administration.substring(administration.lastIndexOf('/') + 1);
        try {
            roles.assume(operation.asks().region(), administration, "cloudformation.amazonaws.com", making.now());
            return roles.assume(target.region(), execution, administration.split(":", -1)[4], making.now());
        } catch (ServiceError e) {
            throw CloudFormationErrors.validation("Account " + target.account() + " should have '"
                    + operation.model().executionRoleName() + "' role with trust relationship to Role '" + administrator
                    + "'.");
        }
    }

    private String apply(Caller works, SetRow set, InstanceRow instance, Optional<StackRow> there) {
        StackSet model = set.model();
        StackRow stack =
                there.orElseGet(() -> making.fresh(works, "StackSet-" + model.stackSetName() + "-" + ids.uuid()));
        StackRequest request = new StackRequest(
                model.templateBody(),
                null,
                false,
                merged(set.given(), instance.model().parameterOverrides()),
                model.capabilities(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(model.tags()));
        Prepared prepared = templates.prepare(works, model.templateBody(), request, there, false);
        StackRow next = StackMaking.with(stack, prepared, request);
        if (there.isPresent() && !templates.changes(works, stack, next)) {
            return "";
        }
        there.ifPresent(known -> StackOperations.requireUpdatable(known, false));
        making.begin(
                next, there, there.isPresent() ? Kind.UPDATE : Kind.CREATE, works, works, "", Options.none(), false);
        return next.id();
    }

    private static List<Parameter> merged(List<Parameter> given, List<Parameter> overrides) {
        Map<String, Parameter> all = new LinkedHashMap<>();
        given.forEach(parameter -> all.put(parameter.parameterKey(), parameter));
        overrides.forEach(parameter -> all.put(parameter.parameterKey(), parameter));
        return new ArrayList<>(all.values());
    }

    private String delete(Caller works, StackRow stack) {
        making.begin(stack, Optional.empty(), Kind.DELETE, works, works, "", Options.none(), false);
        return stack.id();
    }

    Outcome outcome(String stackId) {
        StackRow stack = store.stack(stackId);
        if (stack.isBusy()) {
            return new Outcome.Working();
        }
        return switch (stack.status()) {
            case CREATE_COMPLETE, UPDATE_COMPLETE, DELETE_COMPLETE -> new Outcome.Well();
            default ->
                new Outcome.Failed("ResourceLogicalId:" + failed(stackId) + ", ResourceType:" + type(stackId)
                        + ", ResourceStatusReason:" + reason(stackId) + ".");
        };
    }

    private Optional<StackStore.EventRow> first(String stackId) {
        return store.eventsOf(stackId).reversed().stream()
                .filter(row -> row.model().resourceStatusAsString().endsWith("_FAILED"))
                .findFirst();
    }

    private String failed(String stackId) {
        return first(stackId).map(row -> row.model().logicalResourceId()).orElse("");
    }

    private String type(String stackId) {
        return first(stackId).map(row -> row.model().resourceType()).orElse("");
    }

    private String reason(String stackId) {
        return first(stackId).map(row -> row.model().resourceStatusReason()).orElse("");
    }
}
