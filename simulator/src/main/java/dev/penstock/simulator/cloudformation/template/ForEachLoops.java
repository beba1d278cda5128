package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code Fn::ForEach}: writes loops out. Source: Template Reference, "Fn::ForEach". */
final class ForEachLoops {

    private static final String LOOP = "Fn::ForEach::";

    /** A template with all its loops written out may not be larger than any template. */
    private static final int MOST_VALUES = 100_000;

    private static final int MOST_CHARACTERS = 1_000_000;

    private final Resolver resolver;
    private int values;

    ForEachLoops(Resolver resolver) {
        this.resolver = resolver;
    }

    JsonValue.Structure apply(JsonValue.Structure document) {
        Map<String, JsonValue> sections = new LinkedHashMap<>();
        document.members()
                .forEach((name, section) -> sections.put(
                        name,
                        switch (name) {
                            case "Resources", "Outputs", "Conditions" -> written(section);
                            default -> section;
                        }));
        return new JsonValue.Structure(sections);
    }

    private JsonValue written(JsonValue value) {
        if (++values > MOST_VALUES) {
            throw tooLarge();
        }
        return switch (value) {
            case JsonValue.Structure structure -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                structure.members().forEach((name, member) -> {
                    if (name.startsWith(LOOP)) {
                        loop(member, members);
                    } else {
                        members.put(name, written(member));
                    }
                });
                yield new JsonValue.Structure(members);
            }
            case JsonValue.Array array -> {
                List<JsonValue> elements = new ArrayList<>();
                array.elements().forEach(element -> elements.add(written(element)));
                yield new JsonValue.Array(elements);
            }
            case JsonValue.Text text -> text;
            case JsonValue.Number number -> number;
            case JsonValue.Truth truth -> truth;
            case JsonValue.Null nothing -> nothing;
        };
    }

    private void loop(JsonValue argument, Map<String, JsonValue> into) {
        if (!(argument instanceof JsonValue.Array array
                && array.elements().size() == 3
                && array.elements().get(0) instanceof JsonValue.Text identifier
                && array.elements().get(2) instanceof JsonValue.Structure body)) {
            throw layout();
        }
        for (String item : items(array.elements().get(1))) {
            JsonValue each = new Replacement(identifier.value(), item).in(body);
            if (written(each) instanceof JsonValue.Structure members) {
                into.putAll(members.members());
            }
        }
    }

    private List<String> items(JsonValue collection) {
        if (!(resolver.resolve(collection) instanceof Resolved.Known(JsonValue.Array known))) {
            throw layout();
        }
        List<String> items = new ArrayList<>();
        for (JsonValue element : known.elements()) {
            if (element instanceof JsonValue.Array several) {
                several.elements().forEach(inner -> items.add(JsonTexts.scalar(inner)));
            } else {
                items.add(JsonTexts.scalar(element));
            }
        }
        return items;
    }

    private static ServiceError tooLarge() {
        return TemplateErrors.validation("the template with its Fn::ForEach loops written out is too large");
    }

    private static ServiceError layout() {
        return TemplateErrors.validation("Fn::ForEach layout is incorrect");
    }

    /** One turn of a loop. */
    private record Replacement(String identifier, String item) {

        JsonValue in(JsonValue value) {
            return switch (value) {
                case JsonValue.Structure structure -> {
                    if (structure.members().size() == 1
                            && structure.members().get("Ref") instanceof JsonValue.Text name
                            && name.value().equals(identifier)) {
                        yield new JsonValue.Text(item);
                    }
                    Map<String, JsonValue> members = new LinkedHashMap<>();
                    structure.members().forEach((name, member) -> members.put(text(name), in(member)));
                    yield new JsonValue.Structure(members);
                }
                case JsonValue.Array array -> {
                    List<JsonValue> elements = new ArrayList<>();
                    array.elements().forEach(element -> elements.add(in(element)));
                    yield new JsonValue.Array(elements);
                }
                case JsonValue.Text text -> new JsonValue.Text(text(text.value()));
                case JsonValue.Number number -> number;
                case JsonValue.Truth truth -> truth;
                case JsonValue.Null nothing -> nothing;
            };
        }

        /** {@code ${Name}} as it is; {@code &{Name}} with nothing but letters and digits, fit for a logical id. */
        private String text(String text) {
            String replaced = text.replace("${" + identifier + "}", item)
                    .replace("&{" + identifier + "}", item.replaceAll("[^a-zA-Z0-9]", ""));
            if (replaced.length() > MOST_CHARACTERS) {
                throw tooLarge();
            }
            return replaced;
        }
    }
}
