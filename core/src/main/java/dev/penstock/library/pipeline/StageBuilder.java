package dev.penstock.library.pipeline;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.StageDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A stage, written in Java ({@code StageDeclaration}). */
public final class StageBuilder {

    private final String name;
    private final List<ActionDeclaration> actions = new ArrayList<>();
    private Optional<ConditionDeclaration> beforeEntry = Optional.empty();
    private Optional<ConditionDeclaration> onSuccess = Optional.empty();
    private Optional<FailureHandling> onFailure = Optional.empty();

    StageBuilder(String name) {
        this.name = name;
    }

    /** Adds actions, 1 to 50 in all. Those of equal run order run side by side. */
    public StageBuilder actions(ActionBuilder... added) {
        for (ActionBuilder action : added) {
            actions.add(action.build());
        }
        return this;
    }

    /** A condition that is checked before the stage is entered. */
    public StageBuilder beforeEntry(Consumer<ConditionBuilder> content) {
        beforeEntry = Optional.of(ConditionBuilder.of(content));
        return this;
    }

    /** A condition that is checked when all actions have succeeded. */
    public StageBuilder onSuccess(Consumer<ConditionBuilder> content) {
        onSuccess = Optional.of(ConditionBuilder.of(content));
        return this;
    }

    /** What happens when an action has failed. */
    public StageBuilder onFailure(Consumer<FailureBuilder> content) {
        var failure = new FailureBuilder();
        content.accept(failure);
        onFailure = Optional.of(failure.build());
        return this;
    }

    StageDeclaration build() {
        return new StageDeclaration(name, actions, beforeEntry, onSuccess, onFailure);
    }
}
