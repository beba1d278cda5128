package dev.penstock.simulator.logs;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the conditions of filter patterns. */
final class ConditionParser {

    private static final Pattern JSON_SELECTOR =
            Pattern.compile("\\$(\\.?\\[\"[^\"]*\"\\]|\\.?\\['[^']*'\\]|\\[[0-9]+\\]|\\.[^\\s.\\[\\]=!<>&|()]+)+");
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern OPERATOR = Pattern.compile("<=|>=|!=|=|<|>");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern VALUE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|%([^%]*)%|([^\\s()&|]+)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private final Pattern selector;
    private int at;

    /**
     * @param json whether selectors begin with {@code $}; else they are names of columns
     */
    ConditionParser(String text, boolean json) {
        this.text = text;
        this.selector = json ? JSON_SELECTOR : COLUMN;
    }

    Condition parse() {
        Condition whole = any(0);
        skipBlanks();
        if (at < text.length()) {
            throw wrong();
        }
        return whole;
    }

    private Condition any(int depth) {
        List<Condition> parts = new ArrayList<>(List.of(all(depth)));
        while (accept("||")) {
            parts.add(all(depth));
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.Any(parts);
    }

    private Condition all(int depth) {
        List<Condition> parts = new ArrayList<>(List.of(one(depth)));
        while (accept("&&")) {
            parts.add(one(depth));
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.All(parts);
    }

    private Condition one(int depth) {
        if (depth > 50) {
            throw wrong();
        }
        if (accept("(")) {
            Condition inner = any(depth + 1);
            if (!accept(")")) {
                throw wrong();
            }
            return inner;
        }
        String name = take(selector);
        skipBlanks();
        Matcher operator = OPERATOR.matcher(text).region(at, text.length());
        if (operator.lookingAt()) {
            at = operator.end();
            return comparison(name, operator.group());
        }
        return being(name);
    }

    private Condition being(String name) {
        String first = take(WORD);
        if (first.equalsIgnoreCase("EXISTS")) {
            return new Condition.Is(name, Condition.Being.PRESENT);
        }
        String second = take(WORD);
        if (first.equalsIgnoreCase("NOT") && second.equalsIgnoreCase("EXISTS")) {
            return new Condition.Is(name, Condition.Being.ABSENT);
        } else if (first.equalsIgnoreCase("IS")) {
            for (Condition.Being being : List.of(Condition.Being.NULL, Condition.Being.TRUE, Condition.Being.FALSE)) {
                if (second.equalsIgnoreCase(being.name())) {
                    return new Condition.Is(name, being);
                }
            }
        }
        throw wrong();
    }

    private Condition comparison(String name, String operator) {
        skipBlanks();
        Matcher value = VALUE.matcher(text).region(at, text.length());
        if (!value.lookingAt()) {
            throw wrong();
        }
        at = value.end();
        boolean equal = operator.equals("=");
        if (!equal && !operator.equals("!=") && (value.group(3) == null || !isNumber(value.group(3)))) {
            throw wrong();
        }
        if (value.group(2) != null) {
            return new Condition.Like(name, equal, FilterPattern.compiled(value.group(2)), false);
        } else if (value.group(3) != null && isNumber(value.group(3))) {
            return new Condition.Compared(name, operator, new BigDecimal(value.group(3)));
        }
        String wanted = value.group(1) != null ? value.group(1).replace("\\\"", "\"") : value.group(3);
        return new Condition.Like(name, equal, wildcards(wanted), true);
    }

    private static boolean isNumber(String word) {
        return NUMBER.matcher(word).matches();
    }

    private static Pattern wildcards(String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : text.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private String take(Pattern wanted) {
        skipBlanks();
        Matcher matcher = wanted.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw wrong();
        }
        at = matcher.end();
        return matcher.group();
    }

    private boolean accept(String symbol) {
        skipBlanks();
        boolean there = text.startsWith(symbol, at);
        if (there) {
            at += symbol.length();
        }
        return there;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("Invalid filter pattern: it cannot be read from character " + (at + 1));
    }
}
