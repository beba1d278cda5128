package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names by which a template means resources that the transform makes, like {@code Hello.Alias}, led to those. Source: AWS SAM
 * Developer Guide, "Referencing generated CloudFormation resources".
 */
final class References {

    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^!{}][^{}]*)}");

    private final Map<String, String> names = new HashMap<>();

    /** @param name as a template has it, like {@code Hello.Version} */
    void lead(String name, String logicalId) {
        names.put(name, logicalId);
    }

    JsonValue led(JsonValue value) {
        return switch (value) {
            case JsonValue.Structure(Map<String, JsonValue> members) -> {
                Map<String, JsonValue> led = new LinkedHashMap<>();
                members.forEach((name, member) -> led.put(
                        name,
                        switch (name) {
                            case "Ref" -> member instanceof JsonValue.Text(String to) ? Members.text(name(to)) : member;
                            case "Fn::GetAtt" -> attribute(member);
                            case "Fn::Sub" -> inText(member);
                            default -> led(member);
                        }));
                yield new JsonValue.Structure(led);
            }
            case JsonValue.Array(List<JsonValue> elements) -> {
                List<JsonValue> led = new ArrayList<>();
                elements.forEach(element -> led.add(led(element)));
                yield new JsonValue.Array(led);
            }
            case JsonValue.Text text -> text;
            case JsonValue.Number number -> number;
            case JsonValue.Truth truth -> truth;
            case JsonValue.Null nothing -> nothing;
        };
    }

    private String name(String of) {
        return names.getOrDefault(of, of);
    }

    /** {@code Hello.Version.Version} names an attribute of {@code Hello.Version}. */
    private JsonValue attribute(JsonValue value) {
        if (value instanceof JsonValue.Text(String path)) {
            return Members.text(path(path));
        }
        if (value instanceof JsonValue.Array(List<JsonValue> parts)
                && parts.size() == 2
                && parts.get(0) instanceof JsonValue.Text(String resource)
                && parts.get(1) instanceof JsonValue.Text(String attribute)) {
            String path = path(resource + "." + attribute);
            int dot = path.indexOf('.');
            return Members.texts(path.substring(0, dot), path.substring(dot + 1));
        }
        return led(value);
    }

    private String path(String path) {
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            String to = names.get(path.substring(0, dot));
            if (to != null) {
                return to + path.substring(dot);
            }
        }
        return path;
    }

    private JsonValue inText(JsonValue value) {
        if (value instanceof JsonValue.Text(String text)) {
            return Members.text(inText(text));
        }
        if (value instanceof JsonValue.Array(List<JsonValue> parts)
                && !parts.isEmpty()
                && parts.getFirst() instanceof JsonValue.Text(String text)) {
            List<JsonValue> led = new ArrayList<>();
            led.add(Members.text(inText(text)));
            parts.stream().skip(1).map(this::led).forEach(led::add);
            return new JsonValue.Array(led);
        }
        return led(value);
    }

    private String inText(String text) {
        return IN_TEXT.matcher(text).replaceAll(found -> {
            String name = found.group(1).strip();
            String to = names.containsKey(name) ? names.get(name) : path(name);
            return Matcher.quoteReplacement("${" + to + "}");
        });
    }
}
