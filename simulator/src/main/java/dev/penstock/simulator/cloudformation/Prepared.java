package dev.penstock.simulator.cloudformation;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/**
 * A template that was checked, with a value for each parameter.
 *
 * @param body its text
 * @param values of the parameters
 * @param shown the same as clients see them
 * @param description what it says of itself
 * @param capabilities that the request acknowledges
 */
record Prepared(
        String body,
        List<Parameter> values,
        List<Parameter> shown,
        Optional<String> description,
        List<Capability> capabilities) {

    Prepared {
        values = List.copyOf(values);
        shown = List.copyOf(shown);
        capabilities = List.copyOf(capabilities);
    }
}
