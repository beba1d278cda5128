package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.Resolved;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Optional;

/** Finds what a template says at a place of a value that was evaluated. */
final class WrittenAt {

    private WrittenAt() {}

    /**
     * What is written at the path, or the function around it that gives the place its value.
     *
     * @param path in the evaluated value
     */
    static JsonValue path(Evaluation evaluation, JsonValue written, List<String> path) {
        JsonValue here = written;
        for (String step : path) {
            Optional<JsonValue> below = below(evaluation, here, step);
            if (below.isEmpty()) {
                return here;
            }
            here = below.get();
        }
        return here;
    }

    private static Optional<JsonValue> below(Evaluation evaluation, JsonValue here, String step) {
        return switch (here) {
            case JsonValue.Structure structure ->
                Optional.ofNullable(structure.members().get(step));
            case JsonValue.Array array -> element(evaluation, array, step);
            default -> Optional.empty();
        };
    }

    /** Elements without a value are not in the evaluated list. */
    private static Optional<JsonValue> element(Evaluation evaluation, JsonValue.Array array, String step) {
        return array.elements().stream()
                .filter(each -> !(evaluation.resolve(each) instanceof Resolved.NoValue))
                .skip(Integer.parseInt(step))
                .findFirst();
    }
}
