package dev.penstock.document;

import dev.penstock.problem.SourceSpan;

/** Walks over a text and knows line and column of where it stands. */
final class TextCursor {

    /** What {@link #peek()} gives at the end of the text. No text holds it: it is a Unicode noncharacter. */
    static final char END = '\uFFFF';

    private final String file;
    private final String content;
    private int offset;
    private int line = 1;
    private int column = 1;

    TextCursor(SourceText source) {
        this.file = source.file();
        this.content = source.content();
    }

    boolean atEnd() {
        return offset >= content.length();
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        int at = offset + ahead;
        return at < content.length() ? content.charAt(at) : END;
    }

    int offset() {
        return offset;
    }

    String since(int start) {
        return content.substring(start, offset);
    }

    /** Steps over one character; a carriage return with its line feed counts as one line end. */
    void step() {
        char c = content.charAt(offset++);
        boolean lineEnd = c == '\n' || (c == '\r' && peek() != '\n');
        if (lineEnd) {
            line++;
            column = 1;
        } else if (!Character.isLowSurrogate(c)) {
            column++;
        }
    }

    void step(int characters) {
        for (int i = 0; i < characters; i++) {
            step();
        }
    }

    SourceSpan span() {
        return new SourceSpan(file, line, column);
    }
}
