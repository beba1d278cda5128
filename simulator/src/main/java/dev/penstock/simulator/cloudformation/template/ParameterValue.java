package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Arrays;

/**
 * The value of one parameter.
 *
 * @param type as the template writes it
 * @param value as it was given, or the default
 * @param resolved what a parameter from Systems Manager stands for; the same as the value for all other types
 * @param noEcho whether it is never shown
 */
public record ParameterValue(String type, String value, String resolved, boolean noEcho) {

    /** What {@code Ref} gives: a text, or a list of texts. */
    JsonValue reference() {
        boolean list = ParameterType.of(type).map(ParameterType::list).orElse(false);
        if (!list) {
            return new JsonValue.Text(resolved);
        }
        return new JsonValue.Array(Arrays.stream(resolved.split(",", -1))
                .<JsonValue>map(element -> new JsonValue.Text(element.strip()))
                .toList());
    }

    /** Whether a nested stack is given it only when something of its parent is there. */
    boolean isUnknown() {
        return value.contains(Resolved.KNOWN_AFTER_APPLY);
    }

    /** Whether the value stands for another one. */
    boolean isFromStore() {
        return ParameterType.of(type).map(ParameterType::fromStore).orElse(false);
    }
}
