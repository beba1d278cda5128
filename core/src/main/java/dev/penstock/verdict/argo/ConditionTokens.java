package dev.penstock.verdict.argo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a condition, from left to right. Not thread-safe. */
final class ConditionTokens {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:([0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\\.[0-9]+)|(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
                    + "|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|&&|\\|\\||\\?\\?|\\?\\.|\\*\\*|[-+*/%^<>!()\\[\\]{},.#?:]))");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    /** Reads them; {@link ConditionException} where there is no token. */
    ConditionTokens(String text) {
        this.text = text;
        String trimmed = text.stripTrailing();
        Matcher matcher = TOKEN.matcher(trimmed);
        int at = 0;
        while (at < trimmed.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new ConditionException("'" + text + "' cannot be read from its character " + (at + 1) + " on.");
            }
            tokens.add(matcher.group().strip());
            at = matcher.end();
        }
    }

    String text() {
        return text;
    }

    /** The next one, which is still to be taken; empty at the end. */
    String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    boolean peek(String token) {
        return peek().equals(token);
    }

    boolean peek(Set<String> any) {
        return any.contains(peek());
    }

    boolean take(String token) {
        boolean there = peek(token);
        next += there ? 1 : 0;
        return there;
    }

    /** Takes two of them, or none. */
    boolean take(String token, String after) {
        boolean there =
                peek(token) && next + 1 < tokens.size() && tokens.get(next + 1).equals(after);
        next += there ? 2 : 0;
        return there;
    }

    /** Takes the next one, which begins a value. */
    String take() {
        if (next >= tokens.size()) {
            throw new ConditionException("'" + text + "' ends where a value is wanted.");
        }
        return tokens.get(next++);
    }

    void expect(String token) {
        if (!take(token)) {
            throw unexpected();
        }
    }

    String word() {
        if (!peek().isEmpty() && Character.isJavaIdentifierStart(peek().charAt(0))) {
            return take();
        }
        throw unexpected();
    }

    void end() {
        if (next < tokens.size()) {
            throw unexpected();
        }
    }

    private ConditionException unexpected() {
        return new ConditionException(
                next < tokens.size()
                        ? "'" + tokens.get(next) + "' does not belong where it stands in '" + text + "'."
                        : "'" + text + "' ends too early.");
    }
}
