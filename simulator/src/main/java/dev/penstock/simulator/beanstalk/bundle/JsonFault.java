package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Where a text stops being JSON, as json-simple words it, which Elastic Beanstalk's events quote. */
final class JsonFault {

    private JsonFault() {}

    static String of(String text) {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return "Unexpected token END OF FILE at position " + at + ".";
        }
        return begins(text, at) ? within(text) : character(text, at);
    }

    /** Whether what stands there can be the beginning of a value. */
    private static boolean begins(String text, int at) {
        char c = text.charAt(at);
        return "{[\"".indexOf(c) >= 0
                || Character.isDigit(c)
                || (c == '-' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1)))
                || text.startsWith("true", at)
                || text.startsWith("false", at)
                || text.startsWith("null", at);
    }

    private static String within(String text) {
        try (JsonParser parser = Json.parser(text)) {
            while (parser.nextToken() != null) {
                parser.currentToken();
            }
            return "Unexpected token END OF FILE at position " + text.length() + ".";
        } catch (JacksonException e) {
            long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            int at = Math.clamp(offset, 0, text.length());
            return at == text.length() ? "Unexpected token END OF FILE at position " + at + "." : character(text, at);
        }
    }

    private static String character(String text, int at) {
        return "Unexpected character (" + text.charAt(at) + ") at position " + at + ".";
    }
}
