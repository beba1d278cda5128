package dev.penstock.simulator.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of an {@code Fn::Sub}, cut into what stands for itself and what is replaced. Source: Template Reference,
 * "Fn::Sub".
 */
sealed interface SubText {

    /** What stands for itself. */
    record Literal(String text) implements SubText {}

    /** {@code ${Name}} or {@code ${Resource.Attribute}}. */
    record Variable(String name) implements SubText {}

    Pattern NAME = Pattern.compile("[a-zA-Z0-9_.:]+");

    static List<SubText> parse(String text) {
        List<SubText> parts = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int open = text.indexOf("${", from);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            if (open > from) {
                parts.add(new Literal(text.substring(from, open)));
            }
            String name = text.substring(open + 2, close).strip();
            if (name.startsWith("!")) {
                parts.add(new Literal("${" + name.substring(1) + "}"));
            } else if (NAME.matcher(name).matches()) {
                parts.add(new Variable(name));
            } else {
                throw TemplateErrors.function(
                        "variable names in Fn::Sub syntax must contain only alphanumeric characters,"
                                + " underscores, periods, and colons");
            }
            from = close + 1;
        }
        if (from < text.length()) {
            parts.add(new Literal(text.substring(from)));
        }
        return parts;
    }
}
