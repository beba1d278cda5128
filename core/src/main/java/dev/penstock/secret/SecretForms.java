package dev.penstock.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The forms in which a value leaks: what programs make of it when they print, log, sign in, or send it. */
final class SecretForms {

    private static final String UNRESERVED = "-._~";
    private static final String KEPT_BY_URI_COMPONENT = UNRESERVED + "!'()*";
    private static final String KEPT_BY_URI = KEPT_BY_URI_COMPONENT + ";,/?:@&=+$#";

    /** Line lengths at which tools break base64: {@code base64} and MIME, and PEM. */
    private static final int[] BASE64_LINES = {76, 64};

    private static final String JSON_ESCAPED = "\"\\\n\r\t\b\f";
    private static final String JSON_ESCAPES = "\"\\nrtbf";

    private final Set<String> forms = new LinkedHashSet<>();

    private SecretForms() {}

    /** All forms of a value that are long enough to be masked. */
    static Set<String> of(String value) {
        var all = new SecretForms();
        all.addAllFormsOf(value);
        all.addAllFormsOf(value.strip());
        value.lines().forEach(line -> all.addAllFormsOf(line.strip()));
        return all.forms;
    }

    private void addAllFormsOf(String value) {
        if (value.length() < SecretMasker.MINIMUM_LENGTH) {
            return;
        }
        add(value);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        addBase64(bytes);
        addHex(HexFormat.of(), bytes);
        addPercent(bytes, UNRESERVED, false);
        addPercent(bytes, "-._*", true);
        addPercent(bytes, KEPT_BY_URI_COMPONENT, false);
        addPercent(bytes, KEPT_BY_URI, false);
        add(json(value, "", false));
        add(json(value, "/", false));
        add(json(value, "", true));
        add(json(value, "/<>&='", true));
        add(value.replace("'", "'\\''"));
        add(value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        add(value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
    }

    private void add(String form) {
        if (form.length() >= SecretMasker.MINIMUM_LENGTH) {
            forms.add(form);
        }
    }

    /** Base64 of the value and of any text that has it within: only the characters that the value alone decides. */
    private void addBase64(byte[] bytes) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            int from = before == 0 ? 0 : before + 1;
            int to = shifted.length * 8 / 6;
            if (to > from) {
                add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
                add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
            }
        }
        String whole = Base64.getEncoder().encodeToString(bytes);
        for (int length : BASE64_LINES) {
            for (int at = 0; whole.length() > length && at < whole.length(); at += length) {
                String line = whole.substring(at, Math.min(at + length, whole.length()));
                if (line.length() >= 2 * SecretMasker.MINIMUM_LENGTH) {
                    add(line);
                }
            }
        }
    }

    private void addHex(HexFormat format, byte[] bytes) {
        add(format.formatHex(bytes));
        add(format.withUpperCase().formatHex(bytes));
    }

    private void addPercent(byte[] bytes, String kept, boolean plusForSpace) {
        var encoded = new StringBuilder();
        for (byte octet : bytes) {
            int character = Byte.toUnsignedInt(octet);
            if (character == ' ' && plusForSpace) {
                encoded.append('+');
            } else if (character < 128 && (Character.isLetterOrDigit(character) || kept.indexOf(character) >= 0)) {
                encoded.append((char) character);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        add(encoded.toString());
        add(lowerCaseEscapes(encoded));
    }

    private static String lowerCaseEscapes(StringBuilder encoded) {
        var lower = new StringBuilder(encoded);
        for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 3)) {
            lower.replace(at, at + 3, lower.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    /** As a JSON writer escapes it; some also escape slashes, what has a meaning in HTML, and all that is not ASCII. */
    private static String json(String value, String alsoEscaped, boolean asciiOnly) {
        var escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            int plain = JSON_ESCAPED.indexOf(character);
            boolean numbered = character < ' ' || alsoEscaped.indexOf(character) >= 0;
            if (plain >= 0) {
                escaped.append('\\').append(JSON_ESCAPES.charAt(plain));
            } else if (character == '/' && numbered) {
                escaped.append("\\/");
            } else if (numbered || (asciiOnly && character > '~')) {
                escaped.append("\\u").append(HexFormat.of().toHexDigits(character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }
}
