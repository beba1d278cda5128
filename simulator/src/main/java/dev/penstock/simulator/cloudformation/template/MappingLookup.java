package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code Fn::FindInMap}. */
final class MappingLookup {

    private final Resolver resolver;

    MappingLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    Resolved find(JsonValue argument) {
        List<JsonValue> arguments = FunctionArguments.findInMap(argument);
        List<String> path = new ArrayList<>();
        Gathering parts = new Gathering();
        for (JsonValue each : arguments.subList(0, 3)) {
            JsonValue part = parts.add(resolver.resolve(each))
                    .filter(JsonTexts::isScalar)
                    .orElseThrow(() -> refused());
            path.add(JsonTexts.scalar(part));
        }
        if (parts.isUnknown()) {
            return parts.later();
        }
        Optional<JsonValue> found = found(path);
        Optional<JsonValue> otherwise = defaultValue(arguments);
        if (found.isEmpty() && otherwise.isPresent()) {
            return resolver.resolve(otherwise.get());
        }
        return new Resolved.Known(found.orElseThrow(() -> missing(path)));
    }

    private Optional<JsonValue> found(List<String> path) {
        Map<String, Map<String, JsonValue>> map = resolver.scope().mappings().getOrDefault(path.get(0), Map.of());
        return Optional.ofNullable(map.getOrDefault(path.get(1), Map.of()).get(path.get(2)));
    }

    private RuntimeException missing(List<String> path) {
        if (!resolver.scope().mappings().containsKey(path.get(0))) {
            return TemplateErrors.function(
                    "Mapping named '" + path.get(0) + "' is not present in the 'Mappings' section of template.");
        }
        return TemplateErrors.noMapping(path.get(0), path.get(1), path.get(2));
    }

    private static Optional<JsonValue> defaultValue(List<JsonValue> arguments) {
        if (arguments.size() < 4) {
            return Optional.empty();
        }
        if (arguments.get(3) instanceof JsonValue.Structure options
                && options.members().containsKey("DefaultValue")) {
            return Optional.ofNullable(options.members().get("DefaultValue"));
        }
        throw refused();
    }

    private static RuntimeException refused() {
        return TemplateErrors.function(
                "every Fn::FindInMap object requires three parameters, the map name, map key and the"
                        + " attribute for return value");
    }
}
