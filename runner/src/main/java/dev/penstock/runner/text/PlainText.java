package dev.penstock.runner.text;

import java.util.ArrayList;
import java.util.List;

/** Text as it may be written to a terminal, and how many columns it takes there. */
public final class PlainText {

    private PlainText() {}

    /**
     * The text on one line, without anything that could move the cursor or change the terminal: what users, builds and
     * services write ends up on terminals.
     */
    public static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7f && c < 0xa0) || Character.getType(c) == Character.FORMAT) {
                return cleanSlowly(text);
            }
        }
        return text;
    }

    private static String cleanSlowly(String text) {
        var result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                i = endOfEscape(text, i);
            } else if (c == '\t' || c == '\n') {
                result.append(' ');
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                result.append(c);
            }
        }
        return result.toString();
    }

    /** The index of the last character of the escape sequence that begins at an index. */
    private static int endOfEscape(String text, int start) {
        if (start + 1 >= text.length()) {
            return start;
        }
        char kind = text.charAt(start + 1);
        if (kind == '[') {
            int i = start + 2;
            while (i < text.length() && (text.charAt(i) < 0x40 || text.charAt(i) > 0x7e)) {
                i++;
            }
            return Math.min(i, text.length() - 1);
        }
        if (kind == ']' || kind == 'P' || kind == '_' || kind == '^') {
            int i = start + 2;
            while (i < text.length() && text.charAt(i) != '\u0007' && text.charAt(i) != '\u001b') {
                i++;
            }
            return Math.min(i, text.length() - 1);
        }
        return start + 1;
    }

    /** How many columns the text takes. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += width(point);
            i += Character.charCount(point);
        }
        return width;
    }

    private static int width(int point) {
        if (point < 0x300) {
            return 1;
        }
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    /** Blocks whose characters take two columns (Unicode Standard Annex 11, classes W and F, and pictographs). */
    private static boolean isWide(int point) {
        return (point >= 0x1100 && point <= 0x115f)
                || (point >= 0x2e80 && point <= 0x303e)
                || (point >= 0x3041 && point <= 0xa4cf)
                || (point >= 0xac00 && point <= 0xd7a3)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0xfe30 && point <= 0xfe6f)
                || (point >= 0xff00 && point <= 0xff60)
                || (point >= 0xffe0 && point <= 0xffe6)
                || (point >= 0x1f300 && point <= 0x1faff)
                || (point >= 0x20000 && point <= 0x3fffd);
    }

    /** As much of the text as fits; what was cut shows as the ellipsis. */
    public static String fit(String text, int columns, String ellipsis) {
        if (width(text) <= columns) {
            return text;
        }
        int room = columns - width(ellipsis);
        if (room < 0) {
            return ellipsis.substring(0, Math.max(0, Math.min(columns, ellipsis.length())));
        }
        return text.substring(0, endWithin(text, 0, room)).stripTrailing() + ellipsis;
    }

    /** The text and as many spaces as it takes to fill the columns. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /** The text in lines of at most so many columns, broken at spaces where there are any. Never empty. */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (width(rest) > columns) {
            int end = Math.max(endWithin(rest, 0, columns), Character.charCount(rest.codePointAt(0)));
            int space = rest.lastIndexOf(' ', end);
            int cut = space > 0 ? space : end;
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static int endWithin(String text, int start, int columns) {
        int width = 0;
        int i = start;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            width += width(point);
            if (width > columns) {
                return i;
            }
            i += Character.charCount(point);
        }
        return i;
    }
}
