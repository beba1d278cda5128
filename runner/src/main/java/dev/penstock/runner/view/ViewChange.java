package dev.penstock.runner.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something about an execution that is not as it was. */
public sealed interface ViewChange {

    /** The execution as a whole has another status. */
    record OfExecution(ExecutionView execution) implements ViewChange {}

    /** A stage has another status. */
    record OfStage(ExecutionView execution, StageView stage) implements ViewChange {}

    /** An action has another status or says something else about where it is. */
    record OfAction(ExecutionView execution, StageView stage, ActionView action) implements ViewChange {}

    /**
     * What changed between two views, in the order in which it is told: what began before what it consists of, what ended
     * after it.
     *
     * @param before absent if nothing was seen yet; then all that has begun is news
     */
    static List<ViewChange> between(Optional<ExecutionView> before, ExecutionView after) {
        List<ViewChange> changes = new ArrayList<>();
        boolean news = before.isEmpty() || before.get().status() != after.status();
        if (news && !after.status().hasEnded()) {
            changes.add(new OfExecution(after));
        }
        for (int i = 0; i < after.stages().size(); i++) {
            int index = i;
            ofStage(
                    before.map(view -> view.stages().get(index)),
                    after,
                    after.stages().get(i),
                    changes);
        }
        if (news && after.status().hasEnded()) {
            changes.add(new OfExecution(after));
        }
        return changes;
    }

    private static void ofStage(
            Optional<StageView> before, ExecutionView execution, StageView after, List<ViewChange> changes) {
        boolean news = before.map(old -> old.status() != after.status() || old.attempt() != after.attempt())
                .orElse(after.status() != ViewStatus.WAITING);
        if (news && !after.status().hasEnded()) {
            changes.add(new OfStage(execution, after));
        }
        for (int i = 0; i < after.actions().size(); i++) {
            ActionView action = after.actions().get(i);
            int index = i;
            Optional<ActionView> old = before.map(stage -> stage.actions().get(index));
            if (old.map(seen -> differ(seen, action)).orElse(action.status() != ViewStatus.WAITING)) {
                changes.add(new OfAction(execution, after, action));
            }
        }
        if (news && after.status().hasEnded()) {
            changes.add(new OfStage(execution, after));
        }
    }

    private static boolean differ(ActionView before, ActionView after) {
        return before.status() != after.status()
                || before.attempt() != after.attempt()
                || (!after.summary().isEmpty() && !before.summary().equals(after.summary()));
    }
}
