package dev.penstock.convert;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** YAML for people: block style, two spaces, quotes only where a reader could take the text for something else. */
public final class YamlText {

    private static final List<String> WORDS =
            List.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", "");

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    /** A document. The same tree always gives the same text. */
    public static String of(ObjectNode node) {
        YamlText text = new YamlText();
        text.mapping(node, 0);
        return text.out.toString();
    }

    private void mapping(ObjectNode node, int indent) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            out.append(" ".repeat(indent)).append(scalar(entry.getKey())).append(':');
            value(entry.getValue(), indent + 2);
        }
    }

    private void value(JsonNode node, int indent) {
        switch (node) {
            case ObjectNode object
            when !object.isEmpty() -> {
                out.append('\n');
                mapping(object, indent);
            }
            case ArrayNode array
            when !array.isEmpty() -> {
                out.append('\n');
                array.forEach(item -> item(item, indent));
            }
            case ObjectNode object -> out.append(" {}\n");
            case ArrayNode array -> out.append(" []\n");
            default -> {
                String text = node.isNull() ? "" : node.isString() ? scalar(node.asString()) : node.asString();
                out.append(text.isEmpty() ? "" : " ").append(text).append('\n');
            }
        }
    }

    private void item(JsonNode node, int indent) {
        out.append(" ".repeat(indent)).append('-');
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            int start = out.length();
            mapping(object, indent + 2);
            // The first key stands beside the dash.
            out.replace(start, start + indent + 2, " ");
        } else {
            value(node, indent + 2);
        }
    }

    private static String scalar(String text) {
        return needsQuotes(text) ? quoted(text) : text;
    }

    private static boolean needsQuotes(String text) {
        if (WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return true;
        }
        char first = text.charAt(0);
        boolean looksLikeNumber = "+-.0123456789".indexOf(first) >= 0 && text.matches("[-+.0-9a-fA-FxXoOeE_:]*");
        boolean indicator = "!&*-?|>@`\"'#%{}[],: =~".indexOf(first) >= 0 && !text.matches("-[-A-Za-z0-9].*");
        boolean ends = text.endsWith(" ") || text.endsWith(":");
        boolean controls = text.chars().anyMatch(c -> c < 0x20 || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0xFEFF);
        return looksLikeNumber
                || indicator
                || ends
                || controls
                || text.contains(": ")
                || text.contains(" #")
                || text.equals("<<");
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\"\\\n\r\t".indexOf(c);
            if (escape >= 0) {
                out.append('\\').append("\"\\nrt".charAt(escape));
            } else if (c < 0x20 || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0xFEFF) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
