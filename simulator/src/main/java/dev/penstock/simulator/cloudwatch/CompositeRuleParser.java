package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.cloudwatch.CompositeRule.Condition;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Reads rules of composite alarms. */
final class CompositeRuleParser {

    private final String text;
    private int at;

    CompositeRuleParser(String text) {
        this.text = text;
    }

    Condition parse() {
        Condition whole = any(0);
        skipBlanks();
        if (at < text.length()) {
            throw wrong("Unexpected text");
        }
        return whole;
    }

    private Condition any(int depth) {
        List<Condition> parts = new ArrayList<>(List.of(all(depth)));
        while (word("OR")) {
            parts.add(all(depth));
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.Any(List.copyOf(parts));
    }

    private Condition all(int depth) {
        List<Condition> parts = new ArrayList<>(List.of(one(depth)));
        while (word("AND")) {
            parts.add(one(depth));
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.All(List.copyOf(parts));
    }

    private Condition one(int depth) {
        if (depth > 100) {
            throw wrong("Nested too deeply");
        }
        if (word("NOT")) {
            return new Condition.Not(one(depth + 1));
        } else if (word("TRUE")) {
            return new Condition.Constant(true);
        } else if (word("FALSE")) {
            return new Condition.Constant(false);
        }
        for (StateValue state : List.of(StateValue.ALARM, StateValue.OK, StateValue.INSUFFICIENT_DATA)) {
            if (word(state.toString())) {
                expect('(');
                String alarm = alarm();
                expect(')');
                return new Condition.In(state, alarm);
            }
        }
        expect('(');
        Condition inner = any(depth + 1);
        expect(')');
        return inner;
    }

    /** The name of an alarm, given as name or ARN, in quotation marks where it has blanks or brackets. */
    private String alarm() {
        skipBlanks();
        String given;
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            int end = text.indexOf(text.charAt(at), at + 1);
            if (end < 0) {
                throw wrong("A quotation mark is missing");
            }
            given = text.substring(at + 1, end);
            at = end + 1;
        } else {
            int end = text.indexOf(')', at);
            if (end < 0) {
                throw wrong("A closing bracket is missing");
            }
            given = text.substring(at, end).trim();
            at = end;
        }
        if (given.isEmpty()) {
            throw wrong("The name of an alarm is missing");
        }
        return given.startsWith("arn:") && given.contains(":alarm:")
                ? given.substring(given.indexOf(":alarm:") + ":alarm:".length())
                : given;
    }

    private boolean word(String word) {
        skipBlanks();
        int end = at + word.length();
        boolean there = text.startsWith(word, at)
                && (end >= text.length() || !(Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_'));
        if (there) {
            at = end;
        }
        return there;
    }

    private void expect(char wanted) {
        skipBlanks();
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw wrong("'" + wanted + "' is missing");
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at position " + (at + 1));
    }
}
