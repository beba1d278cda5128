package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;

/**
 * What a template says about one output, its functions not evaluated.
 *
 * @param exportName the name under which other stacks import it
 * @param condition the name of the condition under which there is such an output
 */
public record OutputDeclaration(
        String name,
        JsonValue value,
        Optional<String> description,
        Optional<JsonValue> exportName,
        Optional<String> condition) {}
