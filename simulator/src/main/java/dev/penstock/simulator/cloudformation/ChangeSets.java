package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Change sets by what callers call them: an ARN, or a name and a stack. Sources of the texts: recorded answers. */
final class ChangeSets {

    private final StackStore store;
    private final Stacks stacks;

    ChangeSets(StackStore store, Stacks stacks) {
        this.store = store;
        this.stacks = stacks;
    }

    /** @param unnamed what is said when there is neither an ARN nor a stack */
    ChangeSetRow get(Call call, @Nullable String changeSetName, @Nullable String stackName, String unnamed) {
        String name = CloudFormationErrors.required("changeSetName", changeSetName);
        return find(call.caller(), name, stackName, unnamed)
                .filter(set -> !set.deleted())
                .orElseThrow(() -> CloudFormationErrors.noChangeSet(name));
    }

    Optional<ChangeSetRow> find(Caller caller, String name, @Nullable String stackName, String unnamed) {
        if (name.startsWith("arn:")) {
            return store.changeSet(name).filter(set -> isOf(caller, set));
        }
        if (stackName == null) {
            throw CloudFormationErrors.validation(unnamed);
        }
        StackRow stack = stacks.get(caller, stackName, CloudFormationErrors::inBrackets);
        return named(stack, name);
    }

    /** The change set of a name that is not deleted. */
    Optional<ChangeSetRow> named(StackRow stack, String name) {
        return store.changeSetsOf(stack.id()).stream()
                .filter(set -> set.model().changeSetName().equals(name))
                .filter(set -> !set.deleted())
                .findFirst();
    }

    private boolean isOf(Caller caller, ChangeSetRow set) {
        StackRow stack = store.stack(set.stackId());
        return stack.account().equals(caller.account()) && stack.region().equals(caller.region());
    }
}
