package dev.penstock.document;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON (RFC 8259) into a tree. Where it is plain what was meant, such as a comma too many or a comment, the mistake
 * is reported and reading goes on, so that further mistakes are found; otherwise reading stops at the first.
 */
final class JsonTreeReader {

    private final TextCursor cursor;
    private final ReadLimits limits;
    private final Problems problems;
    private final boolean lastWins;
    private final JsonTokens tokens;
    private int nodes;

    JsonTreeReader(SourceText source, ReadLimits limits, Tags tags, Problems problems) {
        this.cursor = new TextCursor(source);
        this.limits = limits;
        this.problems = problems;
        this.lastWins = tags == Tags.CLOUDFORMATION;
        this.tokens = new JsonTokens(cursor, problems);
    }

    Optional<SourceNode> read() {
        try {
            tokens.skipSpace();
            SourceNode root = value(0);
            tokens.skipSpace();
            if (!cursor.atEnd()) {
                problems.report(
                        ProblemType.JSON_TRAILING_CONTENT,
                        cursor.span(),
                        "",
                        "The JSON document ends before this; found " + tokens.found() + ".",
                        root instanceof SourceNode.Scalar && cursor.peek() == ':'
                                ? "Put braces around the whole file, as around every object."
                                : "A file holds one JSON document. Is a brace closed too early?");
            }
            return Optional.of(root);
        } catch (StopReading reported) {
            return Optional.empty();
        }
    }

    private SourceNode value(int depth) {
        if (++nodes > limits.nodes()) {
            throw tokens.stop(
                    ProblemType.TREE_TOO_MANY_NODES, "The document has more than " + limits.nodes() + " values.");
        }
        char c = cursor.peek();
        if ((c == '{' || c == '[') && depth >= limits.depth()) {
            throw tokens.stop(
                    ProblemType.TREE_TOO_DEEP, "The document is nested more than " + limits.depth() + " levels deep.");
        }
        return switch (c) {
            case '{' -> mapping(depth);
            case '[' -> sequence(depth);
            case '"' -> {
                SourceSpan span = cursor.span();
                yield new SourceNode.Scalar(span, ScalarType.STRING, tokens.string());
            }
            default -> tokens.literal();
        };
    }

    private SourceNode.Mapping mapping(int depth) {
        SourceSpan span = cursor.span();
        cursor.step();
        List<SourceNode.Entry> entries = new ArrayList<>();
        Map<String, SourceSpan> seen = new HashMap<>();
        boolean first = true;
        while (separator(span, '}', first, "an object")) {
            first = false;
            SourceSpan keySpan = cursor.span();
            if (cursor.peek() != '"') {
                throw tokens.expected("a key in double quotes or the closing brace of the object");
            }
            SourceNode.Scalar key = new SourceNode.Scalar(keySpan, ScalarType.STRING, tokens.string());
            tokens.skipSpace();
            if (cursor.peek() != ':') {
                throw tokens.expected("a colon after the key '" + Words.shorten(key.text()) + "'");
            }
            cursor.step();
            tokens.skipSpace();
            SourceNode value = value(depth + 1);
            SourceSpan earlier = seen.putIfAbsent(key.text(), keySpan);
            if (earlier == null) {
                entries.add(new SourceNode.Entry(key, value));
            } else {
                Words.duplicateKey(problems, ProblemType.JSON_DUPLICATE_KEY, key, earlier);
                if (lastWins) {
                    entries.replaceAll(
                            entry -> entry.name().equals(key.text()) ? new SourceNode.Entry(key, value) : entry);
                }
            }
        }
        return new SourceNode.Mapping(span, entries);
    }

    private SourceNode.Sequence sequence(int depth) {
        SourceSpan span = cursor.span();
        cursor.step();
        List<SourceNode> items = new ArrayList<>();
        while (separator(span, ']', items.isEmpty(), "an array")) {
            items.add(value(depth + 1));
        }
        return new SourceNode.Sequence(span, items);
    }

    /** Steps to the next element; false when the collection was closed. */
    private boolean separator(SourceSpan start, char close, boolean first, String collection) {
        tokens.skipSpace();
        SourceSpan before = cursor.span();
        boolean comma = cursor.peek() == ',' && !first;
        if (comma) {
            cursor.step();
            tokens.skipSpace();
        }
        if (cursor.peek() == close) {
            cursor.step();
            if (comma) {
                problems.report(
                        ProblemType.JSON_COMMA,
                        before,
                        "",
                        "There is a comma before the closing " + Words.bracket(close) + ".",
                        "JSON allows commas only between elements: remove it.");
            }
            return false;
        }
        if (cursor.atEnd()) {
            throw tokens.stop(
                    ProblemType.JSON_SYNTAX,
                    "The file ends inside " + collection + " that starts at line " + start.line() + ", column "
                            + start.column() + ": expected its closing " + Words.bracket(close) + ".");
        }
        if (!first && !comma) {
            if (!tokens.startsValue()) {
                throw tokens.expected("a comma or the closing " + Words.bracket(close) + " of " + collection);
            }
            problems.report(
                    ProblemType.JSON_COMMA,
                    before,
                    "",
                    "A comma is missing before " + tokens.found() + ".",
                    "Elements of " + collection + " are separated by commas.");
        }
        return true;
    }
}
