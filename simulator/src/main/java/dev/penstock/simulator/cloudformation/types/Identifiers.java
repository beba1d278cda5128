package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Identifiers and attributes of a type of which nothing is known but its schema: those that its properties give, and others
 * in the forms that AWS's identifiers usually have.
 */
final class Identifiers {

    private static final int USUAL_LENGTH = 64;

    private Identifiers() {}

    /** The primary identifier's parts with bars between them, as CloudFormation joins those of its registry. */
    static String physicalId(Model.Surroundings here, Properties asked) {
        RegistrySchema schema = here.schema();
        Optional<String> named = schema.nameProperty().flatMap(asked::text);
        List<String> parts = new ArrayList<>();
        for (String path : schema.primaryIdentifier()) {
            parts.add(part(here, asked, path, named));
        }
        return parts.isEmpty() ? named.orElse(here.context().generatedName(255)) : String.join("|", parts);
    }

    private static String part(Model.Surroundings here, Properties asked, String path, Optional<String> named) {
        Optional<String> given = asked.text(path);
        if (given.isPresent()) {
            return given.get();
        }
        String name = named.orElseGet(() -> here.context().generatedName(USUAL_LENGTH));
        return path.toLowerCase(Locale.ROOT).endsWith("arn") ? arn(here, name) : name;
    }

    /** Like {@code arn:aws:appconfig:us-east-1:123456789012:application/name}. */
    static String arn(Model.Surroundings here, String name) {
        String[] type = here.schema().type().split("::", -1);
        return here.context()
                .caller()
                .arn(type[1].toLowerCase(Locale.ROOT), type[2].toLowerCase(Locale.ROOT) + "/" + name);
    }

    static JsonValue.Structure attributes(Model.Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        String last = physicalId.substring(physicalId.lastIndexOf('|') + 1);
        String name = last.substring(last.lastIndexOf('/') + 1);
        for (String attribute : here.schema().attributes()) {
            Optional<JsonValue> given = asked.get(attribute);
            if (given.isPresent()) {
                attributes.put(attribute, given.get());
            } else {
                attributes.put(attribute, new JsonValue.Text(value(here, attribute, last, name)));
            }
        }
        return new JsonValue.Structure(attributes);
    }

    private static String value(Model.Surroundings here, String attribute, String physicalId, String name) {
        if (here.schema().primaryIdentifier().contains(attribute)) {
            return physicalId;
        } else if (attribute.endsWith("Arn")) {
            return physicalId.startsWith("arn:") ? physicalId : arn(here, name);
        } else if (attribute.endsWith("Id") || attribute.endsWith("Name")) {
            return name;
        }
        return name + "-" + attribute.toLowerCase(Locale.ROOT).replace('.', '-');
    }
}
