package dev.penstock.problem;

/**
 * The part of a line that fits on a terminal, and the columns to mark under it.
 *
 * @param text the part, with an ellipsis where something is cut off
 * @param markStart columns before the mark
 * @param markLength columns of the mark; 0 for none
 */
record Excerpt(String text, int markStart, int markLength) {

    private static final String ELLIPSIS = "…";

    /**
     * Cuts a line.
     *
     * @param column the character to mark, counted from 1; 0 to mark none
     * @param room columns on the terminal
     */
    static Excerpt of(String line, int column, int room) {
        int[] characters = line.codePoints().toArray();
        int mark = Math.min(Math.max(column - 1, 0), characters.length);
        int end = column == 0 ? mark : tokenEnd(characters, mark);
        int from = 0;
        if (columns(characters, 0, characters.length) > room && columns(characters, 0, end) > room - 1) {
            from = Math.max(0, mark - room / 3);
        }
        StringBuilder text = new StringBuilder(from > 0 ? ELLIPSIS : "");
        int used = text.length();
        int to = from;
        while (to < characters.length && used + width(characters[to]) <= room - (to + 1 < characters.length ? 1 : 0)) {
            used += width(characters[to]);
            text.appendCodePoint(characters[to++]);
        }
        text.append(to < characters.length ? ELLIPSIS : "");
        int start = (from > 0 ? 1 : 0) + columns(characters, from, mark);
        int length = Math.max(1, columns(characters, mark, Math.min(end, to)));
        return new Excerpt(text.toString(), start, column == 0 ? 0 : length);
    }

    /** Where the word, quoted text or bracket that starts there ends. */
    private static int tokenEnd(int[] line, int start) {
        if (start >= line.length) {
            return start;
        }
        int first = line[start];
        if (first == '"' || first == '\'') {
            for (int i = start + 1; i < line.length; i++) {
                if (line[i] == first && line[i - 1] != '\\') {
                    return i + 1;
                }
            }
            return line.length;
        }
        int end = start + 1;
        boolean word = "{}[],:".indexOf(first) < 0;
        while (word && end < line.length && !Character.isWhitespace(line[end]) && ",]}\"".indexOf(line[end]) < 0) {
            boolean colon = line[end] == ':' && (end + 1 == line.length || Character.isWhitespace(line[end + 1]));
            if (colon) {
                return end;
            }
            end++;
        }
        return end;
    }

    private static int columns(int[] characters, int from, int to) {
        int columns = 0;
        for (int i = from; i < to; i++) {
            columns += width(characters[i]);
        }
        return columns;
    }

    /** Columns of a character: two for East Asian wide ones and most emoji, none for combining marks. */
    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
