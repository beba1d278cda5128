package dev.penstock.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * A stage ({@code StageDeclaration}).
 *
 * @param name unique in the pipeline, 1 to 100 characters
 * @param actions 1 to 50 actions
 * @param beforeEntry conditions checked before the stage is entered
 * @param onSuccess conditions checked when all actions have succeeded
 * @param onFailure what happens when an action failed
 */
public record StageDeclaration(
        String name,
        List<ActionDeclaration> actions,
        Optional<ConditionDeclaration> beforeEntry,
        Optional<ConditionDeclaration> onSuccess,
        Optional<FailureHandling> onFailure) {

    public StageDeclaration {
        actions = List.copyOf(actions);
    }

    /** A stage without conditions. */
    public StageDeclaration(String name, List<ActionDeclaration> actions) {
        this(name, actions, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same stage with these actions. */
    public StageDeclaration withActions(List<ActionDeclaration> others) {
        return new StageDeclaration(name, others, beforeEntry, onSuccess, onFailure);
    }

    /** The action of that name, if there is one. */
    public Optional<ActionDeclaration> action(String actionName) {
        for (ActionDeclaration action : actions) {
            if (action.name().equals(actionName)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    /** The condition of that kind, if one is declared. */
    public Optional<ConditionDeclaration> condition(ConditionKind kind) {
        return switch (kind) {
            case BEFORE_ENTRY -> beforeEntry;
            case ON_SUCCESS -> onSuccess;
            case ON_FAILURE -> onFailure.flatMap(FailureHandling::condition);
        };
    }

    /** What is to be done under a name: the action of that name, or the rule that {@link RuleName} names so. */
    public Optional<ActionDeclaration> work(String workName) {
        Optional<RuleName> rule = RuleName.of(workName);
        return rule.isEmpty()
                ? action(workName)
                : condition(rule.get().kind())
                        .flatMap(condition -> condition.rule(rule.get().rule()))
                        .map(found -> found.asAction(rule.get().kind()));
    }
}
