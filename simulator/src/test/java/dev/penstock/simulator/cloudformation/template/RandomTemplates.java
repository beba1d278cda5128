package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes templates up: valid ones, of resources that refer to each other through every function. */
public final class RandomTemplates {

    private final Random random;

    public RandomTemplates(long seed) {
        this.random = new Random(seed);
    }

    /** A template with parameters that have defaults, a mapping, conditions, resources and outputs. */
    public JsonValue.Structure template() {
        int count = 1 + random.nextInt(6);
        Map<String, JsonValue> resources = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            resources.put("R" + i, resource(i));
        }
        Map<String, JsonValue> sections = new LinkedHashMap<>();
        sections.put("Description", text("made up"));
        sections.put(
                "Parameters",
                object(
                        "P0", object("Type", text("String"), "Default", text(word())),
                        "P1", object("Type", text("CommaDelimitedList"), "Default", text("a,b,c"))));
        sections.put("Mappings", object("M", object("k", object("v", text(word())))));
        sections.put(
                "Conditions",
                object(
                        "C0", call("Fn::Equals", array(call("Ref", text("P0")), text(word()))),
                        "C1", call("Fn::Not", array(object("Condition", text("C0"))))));
        sections.put("Resources", new JsonValue.Structure(resources));
        sections.put("Outputs", object("O", object("Value", scalar(count, 0))));
        return new JsonValue.Structure(sections);
    }

    /** Another resource, or another value in one of its properties. */
    public JsonValue.Structure changed(JsonValue.Structure template) {
        Map<String, JsonValue> sections = new LinkedHashMap<>(template.members());
        Map<String, JsonValue> resources = sections.get("Resources") instanceof JsonValue.Structure section
                ? new LinkedHashMap<>(section.members())
                : new LinkedHashMap<>();
        int i = random.nextInt(resources.size());
        resources.put("R" + i, resource(i));
        sections.put("Resources", new JsonValue.Structure(resources));
        return new JsonValue.Structure(sections);
    }

    private JsonValue resource(int index) {
        List<String> types = List.of("AWS::SNS::Topic", "AWS::SSM::Parameter", "AWS::Logs::LogGroup");
        Map<String, JsonValue> properties = new LinkedHashMap<>();
        // The type goes with the name, as a resource cannot become of another.
        switch (index % 3) {
            case 0 -> {
                properties.put("TopicName", scalar(index, 0));
                properties.put("DisplayName", scalar(index, 0));
            }
            case 1 -> {
                properties.put("Type", text("String"));
                properties.put("Value", scalar(index, 0));
                properties.put("Tags", object("a", scalar(index, 1), "b", scalar(index, 1)));
            }
            default -> {
                properties.put("LogGroupName", scalar(index, 0));
                properties.put(
                        "RetentionInDays", new JsonValue.Number(java.math.BigDecimal.valueOf(random.nextInt(9))));
                properties.put("Tags", array(object("Key", text("k"), "Value", scalar(index, 1))));
            }
        }
        return object("Type", text(types.get(index % 3)), "Properties", new JsonValue.Structure(properties));
    }

    /** @param before how many resources it may refer to */
    private JsonValue scalar(int before, int depth) {
        int choice = random.nextInt(depth > 3 ? 3 : 12);
        return switch (choice) {
            case 0 -> text(word());
            case 1 -> new JsonValue.Truth(random.nextBoolean());
            case 2 -> call("Ref", text("P0"));
            case 3 -> before == 0 ? text(word()) : call("Ref", text("R" + random.nextInt(before)));
            case 4 ->
                before == 0 ? text(word()) : call("Fn::GetAtt", array(text("R" + random.nextInt(before)), text("Arn")));
            case 5 -> call("Fn::Join", array(text("-"), array(scalar(before, depth + 1), scalar(before, depth + 1))));
            case 6 -> call("Fn::Sub", text(word() + "-${P0}-${AWS::Region}" + (before == 0 ? "" : "-${R0.Arn}")));
            case 7 ->
                call(
                        "Fn::If",
                        array(text("C" + random.nextInt(2)), scalar(before, depth + 1), scalar(before, depth + 1)));
            case 8 -> call("Fn::Select", array(text("1"), call("Ref", text("P1"))));
            case 9 -> call("Fn::FindInMap", array(text("M"), text("k"), text("v")));
            case 10 -> call("Fn::Base64", scalar(before, depth + 1));
            default ->
                call("Fn::Select", array(text("0"), call("Fn::Split", array(text("/"), text(word() + "/" + word())))));
        };
    }

    private String word() {
        List<String> words =
                List.of("web", "shop", "yes", "012", "1.10", "", "a b", "ü: #", "null", "2010-09-09", "- x");
        return words.get(random.nextInt(words.size()));
    }

    /** JSON with long forms. */
    public static String json(JsonValue template) {
        return JsonTexts.of(template);
    }

    /** YAML with short forms wherever there is one. */
    public static String yaml(JsonValue template) {
        return flow(template, true) + "\n";
    }

    private static String flow(JsonValue value, boolean top) {
        FunctionCall call = FunctionCall.of(value).orElse(null);
        if (call != null) {
            return "!" + call.name().replace("Fn::", "") + " " + argument(call);
        }
        return switch (value) {
            case JsonValue.Structure structure
            when top -> {
                StringBuilder lines = new StringBuilder();
                structure
                        .members()
                        .forEach((name, member) -> lines.append(quoted(name))
                                .append(": ")
                                .append(flow(member, false))
                                .append('\n'));
                yield lines.toString();
            }
            case JsonValue.Structure structure -> {
                List<String> members = new ArrayList<>();
                structure.members().forEach((name, member) -> members.add(quoted(name) + ": " + flow(member, false)));
                yield "{" + String.join(", ", members) + "}";
            }
            case JsonValue.Array array ->
                array.elements().stream()
                        .map(element -> flow(element, false))
                        .toList()
                        .toString();
            case JsonValue.Text text -> quoted(text.value());
            default -> JsonTexts.scalar(value);
        };
    }

    private static String argument(FunctionCall call) {
        if (call.name().equals("Fn::GetAtt")
                && call.argument() instanceof JsonValue.Array array
                && array.elements().stream().allMatch(JsonValue.Text.class::isInstance)) {
            return String.join(
                    ".", array.elements().stream().map(JsonTexts::scalar).toList());
        }
        // A value of YAML has one tag: a function right inside of a short form is written long.
        FunctionCall inner = FunctionCall.of(call.argument()).orElse(null);
        if (inner != null) {
            return "{" + quoted(inner.name()) + ": " + flow(inner.argument(), false) + "}";
        }
        return flow(call.argument(), false);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static JsonValue text(String value) {
        return new JsonValue.Text(value);
    }

    private static JsonValue call(String name, JsonValue argument) {
        return new JsonValue.Structure(Map.of(name, argument));
    }

    private static JsonValue array(JsonValue... elements) {
        return new JsonValue.Array(List.of(elements));
    }

    private static JsonValue.Structure object(Object... members) {
        Map<String, JsonValue> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            object.put((String) members[i], (JsonValue) members[i + 1]);
        }
        return new JsonValue.Structure(object);
    }
}
