package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.cloudformation.serverless.ServerlessTransform;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Applies a template's transforms: those inside of it from the innermost outwards, then those of its Transform section in
 * their order. Source: Template Reference, "Transform section" and "AWS::Include transform".
 */
final class Transforms {

    static final String LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";

    private static final String INCLUDE = "AWS::Include";
    private static final String NESTED = "Fn::Transform";

    private final JsonValue.Structure document;
    private final ParameterValues parameters;
    private final Environment environment;
    private final Macros macros;

    /** One use of a transform. */
    private record Use(String name, Map<String, JsonValue> parameters) {}

    Transforms(JsonValue.Structure document, ParameterValues parameters, Environment environment, Macros macros) {
        this.document = document;
        this.parameters = parameters;
        this.environment = environment;
        this.macros = macros;
    }

    /** The names of all transforms that a document uses. */
    static Set<String> named(JsonValue.Structure document) {
        Set<String> names = new LinkedHashSet<>();
        JsonValue section = document.members().get("Transform");
        if (section != null) {
            uses(section).forEach(use -> names.add(use.name()));
        }
        collect(document, names);
        return names;
    }

    private static void collect(JsonValue value, Set<String> names) {
        switch (value) {
            case JsonValue.Structure structure ->
                structure.members().forEach((name, member) -> {
                    if (name.equals(NESTED)) {
                        uses(member).forEach(use -> names.add(use.name()));
                    }
                    collect(member, names);
                });
            case JsonValue.Array array -> array.elements().forEach(element -> collect(element, names));
            case JsonValue.Text text -> {}
            case JsonValue.Number number -> {}
            case JsonValue.Truth truth -> {}
            case JsonValue.Null nothing -> {}
        }
    }

    private static List<Use> uses(JsonValue value) {
        return switch (value) {
            case JsonValue.Text name -> List.of(new Use(name.value(), Map.of()));
            case JsonValue.Array several ->
                several.elements().stream().flatMap(each -> uses(each).stream()).toList();
            case JsonValue.Structure one
            when one.members().get("Name") instanceof JsonValue.Text name ->
                List.of(new Use(
                        name.value(),
                        one.members().get("Parameters") instanceof JsonValue.Structure given
                                ? given.members()
                                : Map.of()));
            default -> throw TemplateErrors.validation("Key Name of transform definition must be a string.");
        };
    }

    JsonValue.Structure apply() {
        Map<String, JsonValue> members = new LinkedHashMap<>(document.members());
        JsonValue section = members.remove("Transform");
        JsonValue.Structure current = object(nested(new JsonValue.Structure(members)));
        if (section == null) {
            return current;
        }
        for (Use use : uses(section)) {
            current = switch (use.name()) {
                case LANGUAGE_EXTENSIONS -> new LanguageExtensions(current, parameters, environment).apply();
                case INCLUDE -> object(merged(current.members(), snippet(use)));
                case ServerlessTransform.NAME -> ServerlessTransform.apply(current, known(current));
                default -> throw notSimulated(use);
            };
        }
        return current;
    }

    /** Works out what parameters and mappings tell of a document. */
    private UnaryOperator<JsonValue> known(JsonValue.Structure of) {
        Resolver resolver = new Resolver(new TransformScope(of, parameters, environment), PREVIEW);
        return value -> resolver.resolve(value) instanceof Resolved.Known(JsonValue worked) ? worked : value;
    }

    private static JsonValue.Structure object(JsonValue value) {
        if (value instanceof JsonValue.Structure structure) {
            return structure;
        }
        throw TemplateErrors.format("unsupported structure.");
    }

    /** The value with the transforms inside of it applied. */
    private JsonValue nested(JsonValue value) {
        return switch (value) {
            case JsonValue.Structure structure -> nested(structure);
            case JsonValue.Array array -> {
                List<JsonValue> elements = new ArrayList<>();
                array.elements().forEach(element -> elements.add(nested(element)));
                yield new JsonValue.Array(elements);
            }
            case JsonValue.Text text -> text;
            case JsonValue.Number number -> number;
            case JsonValue.Truth truth -> truth;
            case JsonValue.Null nothing -> nothing;
        };
    }

    private JsonValue nested(JsonValue.Structure structure) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        structure.members().forEach((name, member) -> {
            if (!name.equals(NESTED)) {
                members.put(name, nested(member));
            }
        });
        JsonValue call = structure.members().get(NESTED);
        if (call == null) {
            return new JsonValue.Structure(members);
        }
        JsonValue current = new JsonValue.Structure(members);
        for (Use use : uses(call)) {
            if (!use.name().equals(INCLUDE)) {
                throw notSimulated(use);
            }
            JsonValue snippet = snippet(use);
            current = current instanceof JsonValue.Structure siblings
                            && !siblings.members().isEmpty()
                    ? merged(siblings.members(), snippet)
                    : snippet;
        }
        return current;
    }

    private static JsonValue merged(Map<String, JsonValue> siblings, JsonValue snippet) {
        Map<String, JsonValue> members = new LinkedHashMap<>(siblings);
        members.putAll(object(snippet).members());
        return new JsonValue.Structure(members);
    }

    private JsonValue snippet(Use use) {
        JsonValue location = use.parameters().get("Location");
        if (location == null) {
            throw failed("The location parameter is not specified.");
        }
        try {
            Resolver resolver = new Resolver(new TransformScope(document, parameters, environment), PREVIEW);
            if (resolver.resolve(location) instanceof Resolved.Known(JsonValue.Text known)) {
                return nested(TemplateReader.value(macros.snippet(known.value())));
            }
        } catch (ServiceError e) {
            throw e.code().equals("NotSimulated") ? e : failed(e.message());
        }
        throw failed("The location parameter must be a string.");
    }

    private static final Resolver.Strictness PREVIEW = Resolver.Strictness.PREVIEW;

    private static ServiceError failed(String why) {
        return TemplateErrors.validation("Transform " + INCLUDE + " failed with: " + why);
    }

    private static ServiceError notSimulated(Use use) {
        return ServiceError.notSimulated(
                "The transform " + use.name(), INCLUDE + ", " + LANGUAGE_EXTENSIONS + ", " + ServerlessTransform.NAME);
    }
}
