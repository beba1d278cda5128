package dev.penstock.document;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 into a tree: composes the parser's events, follows aliases and applies merge keys. The parser works
 * through the events one by one, so that the limits end the reading of a hostile file early.
 */
final class YamlTreeReader {

    private final SourceText source;
    private final ReadLimits limits;
    private final Problems problems;
    private final YamlTags tags;
    private final boolean lastWins;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;

    /** An anchored node, with how many values it holds; while it is being read it is not here yet. */
    private record Anchored(SourceNode node, int weight) {}

    YamlTreeReader(SourceText source, ReadLimits limits, Tags tags, Problems problems) {
        this.source = source;
        this.limits = limits;
        this.problems = problems;
        this.tags = new YamlTags(tags, problems);
        this.lastWins = tags == Tags.CLOUDFORMATION;
    }

    Optional<SourceNode> read() {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(limits.characters())
                .setLabel(source.file())
                .build();
        try {
            Iterator<Event> events =
                    new Parse(settings).parseString(source.content()).iterator();
            return document(events);
        } catch (StopReading reported) {
            return Optional.empty();
        } catch (YamlEngineException e) {
            YamlMistakes.report(e, source, problems);
            return Optional.empty();
        }
    }

    private Optional<SourceNode> document(Iterator<Event> events) {
        events.next();
        Event start = events.next();
        if (start.getEventId() == Event.ID.StreamEnd) {
            problems.report(
                    ProblemType.TEXT_EMPTY,
                    new SourceSpan(source.file(), 1, 1),
                    "",
                    "The file holds nothing but comments.");
            return Optional.empty();
        }
        SourceNode root = node(events, events.next(), 0);
        events.next();
        Event next = events.next();
        if (next.getEventId() != Event.ID.StreamEnd) {
            problems.report(
                    ProblemType.YAML_SEVERAL_DOCUMENTS,
                    span(next),
                    "",
                    "A second YAML document starts here.",
                    "Keep one document in the file; each of the others needs a file of its own.");
        }
        return Optional.of(root);
    }

    private SourceNode node(Iterator<Event> events, Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        int before = nodes;
        count(1, event);
        if (depth > limits.depth()) {
            throw stop(
                    ProblemType.TREE_TOO_DEEP,
                    event,
                    "The document is nested more than " + limits.depth() + " levels deep.");
        }
        SourceNode node = value(event, events, depth);
        Optional<Anchor> anchor = event instanceof NodeEvent named ? named.getAnchor() : Optional.empty();
        anchor.ifPresent(name -> anchors.put(name.getValue(), new Anchored(node, nodes - before)));
        return node;
    }

    /** No switch over patterns: its first call spins a class, which costs milliseconds of a start. */
    private SourceNode value(Event event, Iterator<Event> events, int depth) {
        if (event instanceof ScalarEvent scalar) {
            return tags.scalar(scalar, span(event));
        }
        if (event instanceof SequenceStartEvent sequence) {
            return tags.collection(sequence, span(event), sequence(events, span(event), depth));
        }
        if (event instanceof MappingStartEvent mapping) {
            return tags.collection(mapping, span(event), mapping(events, span(event), depth));
        }
        throw new IllegalStateException("no value starts with " + event.getEventId());
    }

    private SourceNode alias(AliasEvent alias) {
        String name = alias.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw stop(
                    ProblemType.YAML_ALIAS,
                    alias,
                    "The alias *" + Words.shorten(name) + " has no anchor &" + Words.shorten(name)
                            + " that ends before it.");
        }
        count(anchored.weight(), alias);
        return anchored.node();
    }

    private void count(int more, Event event) {
        nodes += more;
        if (nodes > limits.nodes()) {
            throw stop(
                    ProblemType.TREE_TOO_MANY_NODES,
                    event,
                    "The document has more than " + limits.nodes() + " values, counting what aliases repeat.");
        }
    }

    private SourceNode sequence(Iterator<Event> events, SourceSpan span, int depth) {
        List<SourceNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(events, event, depth + 1));
        }
        return new SourceNode.Sequence(span, items);
    }

    private SourceNode mapping(Iterator<Event> events, SourceSpan span, int depth) {
        MappingBuilder builder = new MappingBuilder(problems, lastWins);
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            boolean merge = event instanceof ScalarEvent scalar
                    && scalar.isPlain()
                    && scalar.getValue().equals("<<")
                    && scalar.getTag().isEmpty();
            SourceNode key = node(events, event, depth + 1);
            SourceNode value = node(events, events.next(), depth + 1);
            if (merge) {
                builder.merge(value);
            } else if (key instanceof SourceNode.Scalar name) {
                builder.put(name, value);
            } else {
                problems.report(
                        ProblemType.YAML_KEY,
                        key.span(),
                        "",
                        "A key must be text; this one is " + key.description() + ".",
                        "Put braces that belong to text in quotes.");
            }
        }
        return builder.build(span);
    }

    private StopReading stop(ProblemType type, Event event, String message) {
        problems.report(type, span(event), "", message);
        return new StopReading();
    }

    private SourceSpan span(Event event) {
        return event.getStartMark()
                .map(mark -> new SourceSpan(source.file(), mark.getLine() + 1, mark.getColumn() + 1))
                .orElseGet(() -> SourceSpan.ofFile(source.file()));
    }
}
