package dev.penstock.simulator.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metadata in headers, whose text beyond ASCII S3 takes and gives as encoded words (RFC 2047). Recorded answers show
 * which of the two encodings it chooses.
 */
final class HeaderText {

    private static final Pattern WORD = Pattern.compile("=\\?([^?]+)\\?([BbQq])\\?([^?]*)\\?=");

    private HeaderText() {}

    /** The text that an encoded word stands for; any other text as it is. */
    static String decoded(String header) {
        Matcher word = WORD.matcher(header);
        if (!word.matches()) {
            return header;
        }
        try {
            Charset charset = Charset.forName(word.group(1));
            byte[] bytes = word.group(2).toLowerCase(Locale.ROOT).equals("b")
                    ? Base64.getDecoder().decode(word.group(3))
                    : unquoted(word.group(3));
            return new String(bytes, charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return header;
        } catch (IllegalArgumentException e) {
            return header;
        }
    }

    /** Metadata as headers carry it. */
    static Map<String, String> encoded(Map<String, String> metadata) {
        Map<String, String> encoded = new TreeMap<>();
        metadata.forEach((name, value) -> encoded.put(name, encoded(value)));
        return encoded;
    }

    private static String encoded(String text) {
        long beyond =
                text.chars().filter(c -> c > '~' || (c < ' ' && c != '\t')).count();
        if (beyond == 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean mostlyAscii = text.length() - beyond > beyond;
        return mostlyAscii
                ? "=?UTF-8?Q?" + quoted(bytes) + "?="
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }

    private static String quoted(byte[] bytes) {
        StringBuilder quoted = new StringBuilder();
        for (byte b : bytes) {
            if (b == ' ') {
                quoted.append('_');
            } else if (b > ' ' && b < 127 && "=_?".indexOf(b) < 0) {
                quoted.append((char) b);
            } else {
                quoted.append(String.format("=%02X", b & 0xFF));
            }
        }
        return quoted.toString();
    }

    private static byte[] unquoted(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' && i + 2 < text.length()) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c == '_' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }
}
