package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.YamlScalars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads one document of YAML, with anchors, aliases and merges. A key that comes twice counts as it comes last. */
final class YamlText {

    /** What scalars without quotes mean. */
    enum Scalars {
        /** YAML 1.1, as Elastic Beanstalk reads its configuration files: {@code yes} is true and {@code 010} is eight. */
        YAML_1_1,
        /** As Compose reads them: true, false, null and decimal numbers; all else is text. */
        CORE
    }

    /** It is no YAML. The message says what and where, as SnakeYAML words it, which the platform reads with. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            String message = super.getMessage();
            return message == null ? "" : message;
        }
    }

    private static final int MOST_DEPTH = 100;
    /** Aliases within aliases make much of little. */
    private static final int MOST_VALUES = 200_000;

    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?");
    private static final String MERGE = "<<";

    private final Scalars scalars;
    private final Iterator<Event> events;
    private final Map<String, JsonValue> anchors = new HashMap<>();
    private final Map<String, Integer> weights = new HashMap<>();
    private int values;

    private YamlText(Iterator<Event> events, Scalars scalars) {
        this.events = events;
        this.scalars = scalars;
    }

    /** The document's value; null where there is none. */
    static JsonValue read(String text, Scalars scalars) throws Malformed {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setLabel("<reader>")
                .build();
        try {
            YamlText reader = new YamlText(new Parse(settings).parseString(text).iterator(), scalars);
            return reader.document();
        } catch (ReaderException e) {
            throw new Malformed("unacceptable character '" + Character.toString(e.getCodePoint()) + "' (0x"
                    + Integer.toHexString(e.getCodePoint()).toUpperCase(Locale.ROOT)
                    + ") special characters are not allowed\nin \"<reader>\", position " + e.getPosition());
        } catch (YamlEngineException e) {
            throw new Malformed(inItsWords(String.valueOf(e.getMessage())));
        }
    }

    private static String inItsWords(String message) {
        return message.replace(" in <reader>,", " in \"<reader>\",");
    }

    private JsonValue document() throws Malformed {
        events.next();
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            return new JsonValue.Null();
        }
        JsonValue value = value(events.next(), 0);
        events.next();
        Event end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw new Malformed("expected a single document in the stream\n but found another document\n");
        }
        return value;
    }

    private JsonValue value(Event event, int depth) throws Malformed {
        if (depth > MOST_DEPTH) {
            throw new Malformed("Nesting Depth exceeded max " + MOST_DEPTH);
        }
        int before = values;
        count(1);
        JsonValue value = switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent sequence -> sequence(depth);
            case MappingStartEvent mapping -> mapping(depth);
            default -> throw new Malformed("unexpected " + event.getEventId());
        };
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
            node.getAnchor().ifPresent(anchor -> {
                anchors.put(anchor.getValue(), value);
                weights.put(anchor.getValue(), values - before);
            });
        }
        return value;
    }

    private JsonValue alias(AliasEvent event) throws Malformed {
        String name = event.getAlias().getValue();
        JsonValue meant = anchors.get(name);
        if (meant == null) {
            throw new Malformed("found undefined alias " + name);
        }
        count(weights.getOrDefault(name, 1));
        return meant;
    }

    private void count(int more) throws Malformed {
        values += more;
        if (values > MOST_VALUES) {
            throw new Malformed("Number of aliases for non-scalar nodes exceeds the specified max=50");
        }
    }

    private JsonValue scalar(ScalarEvent scalar) {
        String written = scalar.getValue();
        String tag = scalar.getTag().orElse("");
        boolean text = !scalar.isPlain() || tag.equals("!") || tag.endsWith(":str");
        return text ? new JsonValue.Text(written) : resolve(written);
    }

    private JsonValue resolve(String written) {
        if (scalars == Scalars.YAML_1_1) {
            return YamlScalars.resolve(written);
        }
        return switch (written) {
            case "", "~", "null", "Null", "NULL" -> new JsonValue.Null();
            case "true", "True", "TRUE" -> new JsonValue.Truth(true);
            case "false", "False", "FALSE" -> new JsonValue.Truth(false);
            default ->
                DECIMAL.matcher(written).matches()
                        ? new JsonValue.Number(new BigDecimal(written))
                        : new JsonValue.Text(written);
        };
    }

    private JsonValue sequence(int depth) throws Malformed {
        List<JsonValue> elements = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            elements.add(value(event, depth + 1));
        }
        return new JsonValue.Array(elements);
    }

    private JsonValue mapping(int depth) throws Malformed {
        Map<String, JsonValue> own = new LinkedHashMap<>();
        Map<String, JsonValue> merged = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Optional<String> merge = event instanceof ScalarEvent scalar && scalar.isPlain()
                    ? Optional.of(scalar.getValue()).filter(MERGE::equals)
                    : Optional.empty();
            String key = event instanceof ScalarEvent scalar ? scalar.getValue() : text(value(event, depth + 1));
            JsonValue value = value(events.next(), depth + 1);
            if (merge.isPresent()) {
                merge(merged, value);
            } else {
                own.put(key, value);
            }
        }
        merged.forEach(own::putIfAbsent);
        return new JsonValue.Structure(own);
    }

    private static void merge(Map<String, JsonValue> into, JsonValue from) {
        switch (from) {
            case JsonValue.Structure(Map<String, JsonValue> members) -> members.forEach(into::putIfAbsent);
            case JsonValue.Array(List<JsonValue> all) -> all.forEach(each -> merge(into, each));
            case JsonValue.Text t -> {}
            case JsonValue.Number n -> {}
            case JsonValue.Truth t -> {}
            case JsonValue.Null n -> {}
        }
    }

    private static String text(JsonValue key) {
        return Values.text(key).orElse(key.toString());
    }
}
