package dev.penstock.simulator.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text of a policy that may have wildcards and variables: {@code *} is any text, {@code ?} one character. What comes
 * out of a variable is taken as it is.
 *
 * <p>Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
final class Wildcards {

    private static final int ANY = -1;
    private static final int ONE = -2;

    private final int[] marks;

    private Wildcards(List<Integer> marks) {
        this.marks = marks.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A text without variables. */
    static Wildcards of(String text) {
        List<Integer> marks = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            marks.add(mark(text.charAt(i)));
        }
        return new Wildcards(marks);
    }

    /**
     * A text whose variables are replaced by what the request has; empty when it has none and the policy no default, as
     * such a text matches nothing.
     *
     * @param variables whether the policy's version knows variables
     */
    static Optional<Wildcards> of(String text, PolicyRequest request, boolean variables) {
        if (!variables || !text.contains("${")) {
            return Optional.of(of(text));
        }
        List<Integer> marks = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.startsWith("${", at) ? text.indexOf('}', at) : -1;
            if (end < 0) {
                marks.add(mark(text.charAt(at)));
                at++;
            } else {
                Optional<String> value = value(text.substring(at + 2, end), request);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                value.get().chars().forEach(marks::add);
                at = end + 1;
            }
        }
        return Optional.of(new Wildcards(marks));
    }

    private static Optional<String> value(String variable, PolicyRequest request) {
        if (variable.equals("*") || variable.equals("?") || variable.equals("$")) {
            return Optional.of(variable);
        }
        int comma = variable.indexOf(',');
        String name = (comma < 0 ? variable : variable.substring(0, comma)).strip();
        List<String> values = request.values(name.toLowerCase(Locale.ROOT));
        if (values.size() == 1) {
            return Optional.of(values.getFirst());
        }
        if (comma < 0) {
            return Optional.empty();
        }
        String fallback = variable.substring(comma + 1).strip();
        boolean quoted = fallback.length() >= 2 && fallback.startsWith("'") && fallback.endsWith("'");
        return quoted ? Optional.of(fallback.substring(1, fallback.length() - 1)) : Optional.empty();
    }

    private static int mark(char letter) {
        return letter == '*' ? ANY : letter == '?' ? ONE : letter;
    }

    /** The text, with wildcards as the characters that they are written with. */
    String text() {
        StringBuilder out = new StringBuilder(marks.length);
        for (int mark : marks) {
            out.append(mark == ANY ? '*' : mark == ONE ? '?' : (char) mark);
        }
        return out.toString();
    }

    boolean matches(String text) {
        return matches(marks, text);
    }

    /** Whether an ARN matches, each of its six parts by itself; the last takes further colons. */
    boolean matchesArn(String arn) {
        if (marks.length == 1 && marks[0] == ANY) {
            return true;
        }
        List<int[]> mine = parts();
        String[] parts = arn.split(":", 6);
        if (mine.size() != 6 || parts.length != 6) {
            // An open end like arn:aws:s3* stands for all parts that are not written out.
            return endsOpen() && matches(arn);
        }
        for (int i = 0; i < 6; i++) {
            if (!matches(mine.get(i), parts[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean endsOpen() {
        return marks.length > 0 && marks[marks.length - 1] == ANY;
    }

    private List<int[]> parts() {
        List<int[]> parts = new ArrayList<>();
        List<Integer> part = new ArrayList<>();
        for (int mark : marks) {
            if (mark == ':' && parts.size() < 5) {
                parts.add(part.stream().mapToInt(Integer::intValue).toArray());
                part.clear();
            } else {
                part.add(mark);
            }
        }
        parts.add(part.stream().mapToInt(Integer::intValue).toArray());
        return parts;
    }

    /** Greedy with one place to come back to: linear but for the last star. */
    private static boolean matches(int[] pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length && (pattern[p] == ONE || pattern[p] == text.charAt(t))) {
                p++;
                t++;
            } else if (p < pattern.length && pattern[p] == ANY) {
                star = p++;
                resume = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == ANY) {
            p++;
        }
        return p == pattern.length;
    }
}
