package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.stack.CloudFormationState.Operation;
import dev.penstock.stack.CloudFormationState.Proposal;
import java.util.Optional;
import java.util.Set;

/** Stops operations of stacks, and looks whether they have ended. */
final class StackStopping {

    private final Stacks stacks;
    private final ChangeSetSteps changeSets;

    StackStopping(Stacks stacks, ChangeSetSteps changeSets) {
        this.stacks = stacks;
        this.changeSets = changeSets;
    }

    /** Stops the execution of a change set, if it has begun; else takes the change set back. */
    void stop(ActionContext context, CloudFormationConfiguration configuration, Proposal proposal, boolean leave) {
        Optional<Operation> begun = changeSets.begun(context, configuration, proposal);
        if (begun.isEmpty()) {
            changeSets.takeBack(context, configuration, proposal);
        } else {
            stop(context, begun.get(), leave);
        }
    }

    /** Stops an operation, unless it is to be left. */
    void stop(ActionContext context, Operation operation, boolean leave) {
        if (leave) {
            return;
        }
        switch (operation.kind()) {
            case UPDATE -> {
                stacks.cancelUpdate(context.scope(), operation.stackId(), context.token("cancel"));
                context.log("Asked the update of " + operation.stackId() + " to stop and to be taken back.");
            }
            case CREATE -> {
                boolean isBeingCreated = stacks.find(context.scope(), operation.stackId())
                        .filter(stack -> stack.status() == StackStatus.CREATE_IN_PROGRESS)
                        .isPresent();
                if (isBeingCreated) {
                    stacks.delete(
                            context.scope(), operation.stackId(), Set.of(), Optional.empty(), context.token("cancel"));
                    context.log("Asked for " + operation.stackId() + " to be deleted, which was just being created.");
                }
            }
            case DELETE, RECOVER -> {}
        }
    }

    /** What goes on of an operation that was asked to stop, in words. */
    Optional<String> goingOn(ActionContext context, Operation operation) {
        if (operation.kind() == Operation.Kind.DELETE || operation.kind() == Operation.Kind.RECOVER) {
            return Optional.empty(); // Nothing stops those, and nobody asked them to.
        }
        Optional<Stack> stack = stacks.find(context.scope(), operation.stackId());
        Optional<String> goingOn = stack.filter(found -> !found.status().endsAnOperation())
                .map(found -> "stack " + found.name() + " is " + found.status());
        if (goingOn.isEmpty()) {
            stack.ifPresent(found -> context.log("Stack " + found.name() + " is " + found.status() + "."));
        }
        return goingOn;
    }
}
