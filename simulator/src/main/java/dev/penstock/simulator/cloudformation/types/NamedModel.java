package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something with a name of its own, of which there is one in an account and region.
 *
 * @param property that names it
 * @param longest how many characters a name may have
 * @param attributes of it, with {@code {name}} for its name, {@code {region}} and {@code {account}}
 */
record NamedModel(String property, int longest, Map<String, String> attributes) implements Model {

    static NamedModel of(String property, int longest, String... namesAndValues) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new NamedModel(property, longest, Map.copyOf(attributes));
    }

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        Optional<String> name = asked.text(property);
        if (name.isPresent()
                && here.resources()
                        .get(here.context().caller(), here.schema().type(), name.get())
                        .isPresent()) {
            throw ServiceError.client(
                    "AlreadyExistsException",
                    "Resource of type '" + here.schema().type() + "' with identifier '" + name.get()
                            + "' already exists.");
        }
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return asked.text(property, here.context().generatedName(longest));
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        attributes.forEach((name, form) -> values.put(
                name,
                new JsonValue.Text(form.replace("{name}", physicalId)
                        .replace("{region}", here.context().caller().region())
                        .replace("{account}", here.context().caller().account()))));
        return new JsonValue.Structure(values);
    }
}
