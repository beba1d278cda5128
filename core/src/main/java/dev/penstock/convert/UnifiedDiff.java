package dev.penstock.convert;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts in the unified form, which {@code patch} and {@code git apply} take. */
public final class UnifiedDiff {

    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /** A line of the difference: its sign (space, minus or plus) and its text with its end, which a last line may lack. */
    private record Line(char sign, String text) {}

    /**
     * The difference; empty when both are the same.
     *
     * @param before the file before, empty when it is new
     * @param after the file after, empty when it is gone
     */
    public static String of(String path, String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        List<Line> lines = lines(split(before), split(after));
        StringBuilder out = new StringBuilder();
        out.append("--- ").append(before.isEmpty() ? "/dev/null" : "a/" + path).append('\n');
        out.append("+++ ").append(after.isEmpty() ? "/dev/null" : "b/" + path).append('\n');
        int at = 0;
        while (at < lines.size()) {
            int first = nextChange(lines, at);
            if (first == lines.size()) {
                break;
            }
            int end = endOfHunk(lines, first);
            hunk(lines, Math.max(at, first - CONTEXT), end, out);
            at = end;
        }
        return out.toString();
    }

    private static int nextChange(List<Line> lines, int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).sign() == ' ') {
            at++;
        }
        return at;
    }

    /** Behind the context after the last change that is near enough to the one before. */
    private static int endOfHunk(List<Line> lines, int first) {
        int last = first;
        int next = first;
        while (next < lines.size() && next - last <= 2 * CONTEXT) {
            last = next;
            next = nextChange(lines, next + 1);
        }
        return Math.min(lines.size(), last + 1 + CONTEXT);
    }

    private static void hunk(List<Line> lines, int from, int to, StringBuilder out) {
        int before = count(lines, 0, from, '+');
        int after = count(lines, 0, from, '-');
        int removed = count(lines, from, to, '+');
        int added = count(lines, from, to, '-');
        out.append("@@ -")
                .append(removed == 0 ? before : before + 1)
                .append(',')
                .append(removed)
                .append(" +")
                .append(added == 0 ? after : after + 1)
                .append(',')
                .append(added)
                .append(" @@\n");
        for (Line line : lines.subList(from, to)) {
            out.append(line.sign()).append(line.text());
            if (!line.text().endsWith("\n")) {
                out.append("\n\\ No newline at end of file\n");
            }
        }
    }

    /** Lines with their ends: {@code patch} tells lines apart by them too. */
    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(at, next));
            at = next;
        }
        return lines;
    }

    /** Lines that do not have that sign. */
    private static int count(List<Line> lines, int from, int to, char sign) {
        return (int) lines.subList(from, to).stream()
                .filter(line -> line.sign() != sign)
                .count();
    }

    /** By the longest common subsequence. */
    private static List<Line> lines(List<String> left, List<String> right) {
        int[][] common = new int[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                common[i][j] = left.get(i).equals(right.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
                lines.add(new Line(' ', left.get(i++)));
                j++;
            } else if (j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', left.get(i++)));
            } else {
                lines.add(new Line('+', right.get(j++)));
            }
        }
        return lines;
    }
}
