package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.UpdateBehaviour;
import java.util.List;
import java.util.Optional;

/** What it takes to change a property. */
final class UpdateBehaviours {

    private UpdateBehaviours() {}

    /**
     * What a change at a place takes.
     *
     * @param schema empty for a type that nothing is known of, whose properties all change in place
     * @param path from the properties to what differs
     */
    static UpdateBehaviour requires(Optional<Schema> schema, List<String> path) {
        String written = String.join(
                "/", path.stream().map(step -> isIndex(step) ? "*" : step).toList());
        return schema.map(found -> found.requires(written)).orElse(UpdateBehaviour.NO_INTERRUPTION);
    }

    private static boolean isIndex(String step) {
        return !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static UpdateBehaviour moreIntrusive(UpdateBehaviour one, UpdateBehaviour other) {
        return rank(one) >= rank(other) ? one : other;
    }

    private static int rank(UpdateBehaviour behaviour) {
        return switch (behaviour) {
            case NO_INTERRUPTION -> 0;
            case SOME_INTERRUPTIONS -> 1;
            case CONDITIONAL -> 2;
            case REPLACEMENT -> 3;
        };
    }
}
