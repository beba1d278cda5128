package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The transform {@code AWS::LanguageExtensions}: loops written out, functions of what is known worked out, functions in
 * policies. Source: Template Reference, "AWS::LanguageExtensions transform".
 */
final class LanguageExtensions {

    /** The functions that are worked out where all that they take is known. */
    private static final Set<String> WORKED_OUT = Set.of(
            "Fn::Base64",
            "Fn::FindInMap",
            "Fn::Join",
            "Fn::Length",
            "Fn::Select",
            "Fn::Split",
            "Fn::Sub",
            "Fn::ToJsonString");

    private final JsonValue.Structure document;
    private final ParameterValues parameters;
    private final Environment environment;

    LanguageExtensions(JsonValue.Structure document, ParameterValues parameters, Environment environment) {
        this.document = document;
        this.parameters = parameters;
        this.environment = environment;
    }

    JsonValue.Structure apply() {
        try {
            Resolver early = new Resolver(new TransformScope(document, parameters, environment), PREVIEW);
            JsonValue.Structure written = new ForEachLoops(early).apply(document);
            TransformScope scope = new TransformScope(written, parameters, environment);
            Map<String, JsonValue> sections = new LinkedHashMap<>();
            written.members()
                    .forEach((name, section) -> sections.put(
                            name,
                            switch (name) {
                                case "Resources" -> resources(section, new Resolver(scope, PREVIEW));
                                case "Outputs", "Conditions" -> workedOut(section, new Resolver(scope, PREVIEW));
                                default -> section;
                            }));
            return new JsonValue.Structure(sections);
        } catch (ServiceError e) {
            throw TemplateErrors.validation(
                    "Transform " + Transforms.LANGUAGE_EXTENSIONS + " failed with: " + e.message());
        }
    }

    private static final Resolver.Strictness PREVIEW = Resolver.Strictness.PREVIEW;

    private JsonValue resources(JsonValue section, Resolver resolver) {
        if (!(section instanceof JsonValue.Structure resources)) {
            return section;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        resources.members().forEach((name, resource) -> members.put(name, resource(resource, resolver)));
        return new JsonValue.Structure(members);
    }

    private JsonValue resource(JsonValue value, Resolver resolver) {
        if (!(value instanceof JsonValue.Structure resource)) {
            return value;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        resource.members()
                .forEach((name, member) -> members.put(
                        name,
                        switch (name) {
                            case "DeletionPolicy", "UpdateReplacePolicy" -> policy(name, member, resolver);
                            case "DependsOn" -> dependsOn(member);
                            default -> workedOut(member, resolver);
                        }));
        return new JsonValue.Structure(members);
    }

    private static JsonValue policy(String name, JsonValue value, Resolver resolver) {
        if (resolver.resolve(value) instanceof Resolved.Known(JsonValue.Text known)) {
            return known;
        }
        throw TemplateErrors.validation("Unsupported expression for " + name + " in template");
    }

    /** A list of one is written as that one. */
    private static JsonValue dependsOn(JsonValue value) {
        return value instanceof JsonValue.Array array && array.elements().size() == 1
                ? array.elements().getFirst()
                : value;
    }

    private JsonValue workedOut(JsonValue value, Resolver resolver) {
        JsonValue inside = switch (value) {
            case JsonValue.Structure structure -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                structure.members().forEach((name, member) -> members.put(name, workedOut(member, resolver)));
                yield new JsonValue.Structure(members);
            }
            case JsonValue.Array array -> {
                List<JsonValue> elements = new ArrayList<>();
                array.elements().forEach(element -> elements.add(workedOut(element, resolver)));
                yield new JsonValue.Array(elements);
            }
            case JsonValue.Text text -> text;
            case JsonValue.Number number -> number;
            case JsonValue.Truth truth -> truth;
            case JsonValue.Null nothing -> nothing;
        };
        boolean candidate = FunctionCall.of(inside)
                .filter(call -> WORKED_OUT.contains(call.name()))
                .isPresent();
        return candidate && !takesSecret(inside) && resolver.resolve(inside) instanceof Resolved.Known(JsonValue known)
                ? known
                : inside;
    }

    /** The processed template is shown to whoever may see the stack; secrets are not. */
    private boolean takesSecret(JsonValue value) {
        return References.of(value).names().stream()
                .anyMatch(
                        name -> parameters.of(name).map(ParameterValue::noEcho).orElse(false));
    }
}
