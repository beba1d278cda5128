package dev.penstock.document;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the entries of a YAML mapping: each key once, and merged mappings ({@code <<}) below the keys written out. */
final class MappingBuilder {

    private final Problems problems;
    private final List<SourceNode.Entry> entries = new ArrayList<>();
    private final List<SourceNode.Mapping> merged = new ArrayList<>();
    private final Map<String, SourceSpan> seen = new HashMap<>();

    private final boolean lastWins;

    /** @param lastWins whether of a key that is given twice the last value counts, as for CloudFormation, or the first */
    MappingBuilder(Problems problems, boolean lastWins) {
        this.problems = problems;
        this.lastWins = lastWins;
    }

    void put(SourceNode.Scalar key, SourceNode value) {
        SourceSpan earlier = seen.putIfAbsent(key.text(), key.span());
        if (earlier == null) {
            entries.add(new SourceNode.Entry(key, value));
        } else {
            Words.duplicateKey(problems, ProblemType.YAML_DUPLICATE_KEY, key, earlier);
            if (lastWins) {
                entries.replaceAll(entry -> entry.name().equals(key.text()) ? new SourceNode.Entry(key, value) : entry);
            }
        }
    }

    /** Takes over a mapping or several; of those named first wins. */
    void merge(SourceNode value) {
        switch (value) {
            case SourceNode.Mapping mapping -> merged.add(mapping);
            case SourceNode.Sequence sequence -> sequence.items().forEach(this::mergeItem);
            case SourceNode.Scalar scalar -> mergeItem(scalar);
        }
    }

    private void mergeItem(SourceNode item) {
        if (item instanceof SourceNode.Mapping mapping) {
            merged.add(mapping);
        } else {
            problems.report(
                    ProblemType.YAML_MERGE,
                    item.span(),
                    "",
                    "The merge key << takes a mapping or a list of mappings; this is " + item.description() + ".");
        }
    }

    SourceNode.Mapping build(SourceSpan span) {
        for (SourceNode.Mapping mapping : merged) {
            for (SourceNode.Entry entry : mapping.entries()) {
                if (seen.putIfAbsent(entry.name(), entry.key().span()) == null) {
                    entries.add(entry);
                }
            }
        }
        return new SourceNode.Mapping(span, entries);
    }
}
