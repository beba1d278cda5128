package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.YamlScalars;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a template in YAML, its short function forms turned into long ones. Aliases are refused as CloudFormation refuses
 * them (User Guide, "CloudFormation template formats": no aliases, no hash merges, no binary, omap, pairs, set and
 * timestamp tags), so that a text's values are no more than what it writes.
 */
final class YamlReader {

    private final String text;

    YamlReader(String text) {
        this.text = text;
    }

    JsonValue read() {
        // CloudFormation's limits are on the text, and a template by URL may have a megabyte of it.
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            events.next();
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                return new JsonValue.Null();
            }
            JsonValue value = value(events, events.next(), 0);
            events.next();
            Event end = events.next();
            if (end.getEventId() != Event.ID.StreamEnd) {
                throw malformed(end.getStartMark());
            }
            return value;
        } catch (MarkedYamlEngineException e) {
            throw malformed(e.getProblemMark());
        } catch (YamlEngineException e) {
            throw malformed(Optional.empty());
        }
    }

    private JsonValue value(Iterator<Event> events, Event event, int depth) {
        if (depth > TemplateReader.MOST_DEPTH) {
            throw malformed(event.getStartMark());
        }
        return switch (event) {
            case AliasEvent alias ->
                throw TemplateErrors.function("YAML aliases are not allowed in CloudFormation templates");
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent sequence ->
                tagged(sequence.getTag(), sequence(events, depth), sequence.getStartMark());
            case MappingStartEvent mapping -> tagged(mapping.getTag(), mapping(events, depth), mapping.getStartMark());
            default -> throw malformed(event.getStartMark());
        };
    }

    private JsonValue scalar(ScalarEvent scalar) {
        Optional<String> tag = scalar.getTag();
        String written = scalar.getValue();
        if (tag.isEmpty() && scalar.isPlain()) {
            return YamlScalars.resolve(written);
        }
        if (tag.isPresent() && YamlTags.isOwn(tag.get())) {
            // An argument of a short form is what it would be in the long form, but for none at all: !GetAZs.
            JsonValue argument =
                    scalar.isPlain() && !written.isEmpty() ? YamlScalars.resolve(written) : new JsonValue.Text(written);
            return tagged(tag, argument, scalar.getStartMark());
        }
        return tag.map(name -> YamlTags.core(name, written).orElseThrow(() -> malformed(scalar.getStartMark())))
                .orElseGet(() -> new JsonValue.Text(written));
    }

    private JsonValue sequence(Iterator<Event> events, int depth) {
        List<JsonValue> elements = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            elements.add(value(events, event, depth + 1));
        }
        return new JsonValue.Array(elements);
    }

    private JsonValue mapping(Iterator<Event> events, int depth) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            JsonValue key = event instanceof ScalarEvent scalar
                    // A key is what it is written as: 012345678901 and 2010-09-09 stay so.
                    ? new JsonValue.Text(scalar.getValue())
                    : value(events, event, depth + 1);
            if (!(key instanceof JsonValue.Text name)) {
                throw malformed(event.getStartMark());
            }
            members.put(name.value(), value(events, events.next(), depth + 1));
        }
        return new JsonValue.Structure(members);
    }

    private static JsonValue tagged(Optional<String> tag, JsonValue value, Optional<Mark> at) {
        if (tag.isEmpty() || tag.get().equals("!") || YamlTags.isCollection(tag.get(), value)) {
            return value;
        }
        return YamlTags.longForm(tag.get(), value).orElseThrow(() -> malformed(at));
    }

    private static ServiceError malformed(Optional<Mark> at) {
        String where = at.map(mark -> " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")")
                .orElse("");
        return TemplateErrors.format("YAML not well-formed." + where);
    }
}
