package dev.penstock.simulator.events;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * What a target gets of an event: all of it, a part, a constant, or a template with parts put in. Source: EventBridge User Guide,
 * "Amazon EventBridge input transformation"; what becomes of quotes and of absent parts as AWS has been recorded to do.
 */
final class Inputs {

    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.\\-]+)>");
    private static final String PREDEFINED = "aws.events.";

    private Inputs() {}

    /** @throws dev.penstock.simulator.wire.ServiceError when a target says in several ways what it gets, or in a wrong one */
    static void check(Target target) {
        long ways = java.util.stream.Stream.of(target.input(), target.inputPath(), target.inputTransformer())
                .filter(java.util.Objects::nonNull)
                .count();
        if (ways > 1) {
            throw EventErrors.invalid("Only one of Input, InputPath, or InputTransformer must be provided for target "
                    + target.id() + ".");
        }
        if (target.inputPath() != null && !JsonPath.isPath(target.inputPath())) {
            throw EventErrors.invalid("Invalid InputPath for target " + target.id() + ".");
        }
        if (target.input() != null && JsonValue.parse(target.input()).isEmpty()) {
            throw EventErrors.invalid("JSON syntax error in input for target " + target.id() + ".");
        }
        InputTransformer transformer = target.inputTransformer();
        if (transformer != null) {
            Matcher placeholder = PLACEHOLDER.matcher(transformer.inputTemplate());
            while (placeholder.find()) {
                String name = placeholder.group(1);
                if (!transformer.inputPathsMap().containsKey(name) && !name.startsWith(PREDEFINED)) {
                    throw EventErrors.invalid(
                            "InputTemplate for target " + target.id() + " contains invalid placeholder " + name + ".");
                }
            }
        }
    }

    /**
     * What a target gets, as JSON text.
     *
     * @return empty when a template and an event together are no JSON: such an event is not delivered
     */
    static Optional<String> of(Target target, EventStore.Rule rule, Event event, Instant ingested) {
        if (target.input() != null) {
            return Optional.of(target.input());
        } else if (target.inputPath() != null) {
            return Optional.of(JsonPath.at(event.json(), target.inputPath())
                    .map(JsonTexts::of)
                    .orElse("null"));
        } else if (target.inputTransformer() != null) {
            return transformed(target.inputTransformer(), values(target, rule, event, ingested));
        }
        return Optional.of(event.text());
    }

    private static Map<String, Optional<JsonValue>> values(
            Target target, EventStore.Rule rule, Event event, Instant ingested) {
        JsonValue.Structure whole = event.json();
        Map<String, Optional<JsonValue>> values = new LinkedHashMap<>();
        target.inputTransformer().inputPathsMap().forEach((name, path) -> values.put(name, JsonPath.at(whole, path)));
        values.put(PREDEFINED + "rule-arn", text(rule.form().arn()));
        values.put(PREDEFINED + "rule-name", text(rule.form().name()));
        values.put(PREDEFINED + "event.ingestion-time", text(ingested.toString()));
        values.put(PREDEFINED + "event.json", Optional.of(whole));
        Map<String, JsonValue> without = new LinkedHashMap<>(whole.members());
        without.remove("detail");
        JsonValue type = without.remove("detail-type");
        without.put("detailType", type == null ? new JsonValue.Text("") : type);
        values.put(PREDEFINED + "event", Optional.of(new JsonValue.Structure(without)));
        return values;
    }

    private static Optional<JsonValue> text(String value) {
        return Optional.of(new JsonValue.Text(value));
    }

    private static Optional<String> transformed(InputTransformer transformer, Map<String, Optional<JsonValue>> values) {
        String template = transformer.inputTemplate();
        boolean isText = template.strip().startsWith("\"");
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        Matcher placeholder = PLACEHOLDER.matcher(template);
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '<' && placeholder.find(i) && placeholder.start() == i) {
                Optional<JsonValue> value = values.getOrDefault(placeholder.group(1), Optional.empty());
                out.append(
                        quoted
                                ? within(value, isText)
                                : value.map(JsonTexts::of).orElse("\"\""));
                i = placeholder.end() - 1;
            } else {
                quoted = (c == '"' && (i == 0 || template.charAt(i - 1) != '\\')) != quoted;
                out.append(c);
            }
        }
        String text = out.toString();
        return isText || JsonValue.parse(text).isPresent() ? Optional.of(text) : Optional.empty();
    }

    /** A value within quotes. Structures lose their own quotes in a template that is text. */
    private static String within(Optional<JsonValue> value, boolean isText) {
        return switch (value.orElse(new JsonValue.Text(""))) {
            case JsonValue.Text text -> {
                String json = JsonTexts.of(text);
                yield json.substring(1, json.length() - 1);
            }
            case JsonValue other -> isText ? JsonTexts.of(other).replace("\"", "") : JsonTexts.of(other);
        };
    }
}
