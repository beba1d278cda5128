package dev.penstock.document;

import dev.penstock.problem.SourceSpan;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes single values in the text of a document and leaves every other character as it is: order, comments, white space
 * and line ends. Not thread-safe.
 */
public final class TextEdits {

    private final SourceText source;
    private final boolean json;
    private final Map<Integer, Edit> edits = new TreeMap<>();

    /** What stands from an offset on, up to an end, and what is to stand there. */
    private record Edit(int end, String text) {}

    public TextEdits(SourceText source) {
        this.source = source;
        this.json = DocumentReader.isJson(source);
    }

    /**
     * Puts a text in the place of a value that stands on one line, in the same kind of quotes, or in none if it had none.
     *
     * @param text must mean the same in quotes and without: it has no quotes, backslashes, control characters, white space or
     *     characters that YAML gives a meaning where they stand
     * @return false when the value is written in a form that is not changed: over several lines
     */
    public boolean replace(SourceNode.Scalar scalar, String text) {
        Optional<int[]> extent = extent(scalar);
        extent.ifPresent(range -> edits.put(range[0], new Edit(range[1], quoted(range[0], text))));
        return extent.isPresent();
    }

    /** Puts a text in the place of everything between two offsets of the content. */
    public void replace(int from, int to, String text) {
        edits.put(from, new Edit(to, text));
    }

    /** The text with all changes made. */
    public String result() {
        String content = source.content();
        StringBuilder out = new StringBuilder(content.length() + 64);
        int at = 0;
        for (Map.Entry<Integer, Edit> edit : edits.entrySet()) {
            out.append(content, at, edit.getKey()).append(edit.getValue().text());
            at = edit.getValue().end();
        }
        return out.append(content, at, content.length()).toString();
    }

    private String quoted(int offset, String text) {
        char first = source.content().charAt(offset);
        return first == '"' || first == '\'' ? first + text + first : text;
    }

    /** From where to where the value is written. */
    private Optional<int[]> extent(SourceNode.Scalar scalar) {
        String content = source.content();
        int start = json ? source.offset(scalar.span()) : afterProperties(source.offset(scalar.span()));
        if (start >= content.length()) {
            return Optional.empty();
        }
        char first = content.charAt(start);
        if (first == '"' || first == '\'') {
            return closingQuote(start, first).map(end -> new int[] {start, end});
        }
        boolean onOneLine = !scalar.text().isEmpty() && content.startsWith(scalar.text(), start);
        return onOneLine ? Optional.of(new int[] {start, start + scalar.text().length()}) : Optional.empty();
    }

    /** Steps over an anchor and a tag before a YAML value. */
    private int afterProperties(int offset) {
        String content = source.content();
        int at = offset;
        while (at < content.length() && (content.charAt(at) == '&' || content.charAt(at) == '!')) {
            while (at < content.length() && !Character.isWhitespace(content.charAt(at))) {
                at++;
            }
            while (at < content.length() && (content.charAt(at) == ' ' || content.charAt(at) == '\t')) {
                at++;
            }
        }
        return at;
    }

    private Optional<Integer> closingQuote(int start, char quote) {
        String content = source.content();
        for (int i = start + 1; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '\n' || c == '\r') {
                return Optional.empty();
            }
            if (c == '\\' && quote == '"') {
                i++;
            } else if (c == quote) {
                boolean doubled = quote == '\'' && i + 1 < content.length() && content.charAt(i + 1) == quote;
                if (!doubled) {
                    return Optional.of(i + 1);
                }
                i++;
            }
        }
        return Optional.empty();
    }

    /** Where the line of a place starts, as an offset of the content. */
    public int lineStart(SourceSpan span) {
        return source.offset(new SourceSpan(span.file(), span.line(), 1));
    }
}
