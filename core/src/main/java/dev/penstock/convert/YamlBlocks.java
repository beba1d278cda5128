package dev.penstock.convert;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.TextEdits;
import java.util.Optional;

/** Replaces whole entries of mappings in YAML text, each of which begins a line, and leaves every other line as it is. */
final class YamlBlocks {

    private final SourceText source;
    private final TextEdits edits;

    YamlBlocks(SourceText source, TextEdits edits) {
        this.source = source;
        this.edits = edits;
    }

    /**
     * Puts a text in the place of a key and its value.
     *
     * @param text lines as they are to stand, without the indentation of the key
     * @return false if the key does not begin its line, as in a mapping in braces
     */
    boolean replace(SourceNode.Entry entry, String text) {
        int key = source.offset(entry.key().span());
        int start = lineStart(key);
        String before = source.content().substring(start, key);
        if (!before.replace("- ", "  ").isBlank()) {
            return false;
        }
        String indent = " ".repeat(key - start);
        edits.replace(key, end(entry, key - start), text.strip().replace("\n", newLine() + indent));
        return true;
    }

    /** Adds an entry after a key whose value is a mapping in lines of its own; false if it is none. */
    boolean addTo(SourceNode.Entry parent, String text) {
        Optional<SourceNode.Entry> first = parent.value() instanceof SourceNode.Mapping mapping
                ? mapping.entries().stream().findFirst()
                : Optional.empty();
        if (first.isEmpty()
                || first.get().key().span().line() == parent.key().span().line()) {
            return false;
        }
        int key = source.offset(first.get().key().span());
        String indent = source.content().substring(lineStart(key), key);
        edits.replace(key, key, text.strip().replace("\n", newLine() + indent) + newLine() + indent);
        return true;
    }

    private String newLine() {
        return source.content().contains("\r\n") ? "\r\n" : "\n";
    }

    private int lineStart(int offset) {
        return source.content().lastIndexOf('\n', offset - 1) + 1;
    }

    /** The end of the last line that belongs to the entry: what follows is indented no deeper than its key. */
    private int end(SourceNode.Entry entry, int column) {
        String content = source.content();
        boolean isList = entry.value() instanceof SourceNode.Sequence;
        int at = lineEnd(source.offset(entry.key().span()));
        int end = at;
        while (at < content.length()) {
            int next = lineEnd(at + 1);
            String line = content.substring(at + 1, next);
            String text = line.strip();
            int indent = line.length() - line.stripLeading().length();
            boolean belongs = indent > column || (isList && indent == column && text.startsWith("-"));
            if (!text.isEmpty() && !belongs) {
                break;
            }
            if (!text.isEmpty()) {
                end = next;
            }
            at = next;
        }
        return content.startsWith("\r", end - 1) ? end - 1 : end;
    }

    private int lineEnd(int offset) {
        int end =
                source.content().indexOf('\n', Math.min(offset, source.content().length()));
        return end < 0 ? source.content().length() : end;
    }
}
