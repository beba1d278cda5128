package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps stacks that hold data from being deleted by a release, unless settings allow that data is lost. */
final class DataInStacks {

    private final Stacks stacks;
    private final Predicate<String> holdsData;
    private final Predicate<String> mayLoseData;

    /**
     * Looks at stacks.
     *
     * @param holdsData whether resources of a type hold data
     * @param mayLoseData whether settings allow an action of that name to lose data
     */
    DataInStacks(Stacks stacks, Predicate<String> holdsData, Predicate<String> mayLoseData) {
        this.stacks = stacks;
        this.holdsData = holdsData;
        this.mayLoseData = mayLoseData;
    }

    /** Why a stack is not to be deleted, in words; absent if it may be. */
    Optional<String> reason(ActionContext context, String stack) {
        if (mayLoseData.test(context.declaration().name())
                || stacks.find(context.scope(), stack).isEmpty()) {
            return Optional.empty();
        }
        List<String> holding = stacks.resources(context.scope(), stack).stream()
                .filter(resource ->
                        !resource.isGone() && !resource.physicalId().isEmpty() && holdsData.test(resource.type()))
                .map(StackResource::logicalId)
                .toList();
        return holding.isEmpty()
                ? Optional.empty()
                : Optional.of("the stack " + stack + " stays, as it holds data: " + String.join(", ", holding));
    }
}
