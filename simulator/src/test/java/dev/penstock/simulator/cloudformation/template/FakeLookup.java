package dev.penstock.simulator.cloudformation.template;

import java.util.Map;
import java.util.Optional;

/**
 * An account with parameters in Systems Manager, in which everything exists whose id does not begin with {@code no}.
 *
 * @param parameters by name
 */
public record FakeLookup(Map<String, String> parameters) implements ParameterLookup {

    @Override
    public Optional<String> stored(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public boolean exists(String type, String value) {
        return !value.startsWith("no");
    }
}
