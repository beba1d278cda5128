package dev.penstock.simulator.server;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param method in upper case
 * @param path still percent-encoded
 * @param queryValues decoded, by name; a name without a value has the empty one
 * @param headers names in lower case; of several values the first
 * @param body as it comes
 * @param id by which it is known, in its answer as well; empty until it has one
 */
public record Request(
        String method,
        String path,
        Map<String, List<String>> queryValues,
        Map<String, String> headers,
        InputStream body,
        String id) {

    /** A request that is not known by an id yet. */
    public Request(
            String method,
            String path,
            Map<String, List<String>> queryValues,
            Map<String, String> headers,
            InputStream body) {
        this(method, path, queryValues, headers, body, "");
    }

    /** The same, known by an id. */
    public Request identified(String requestId) {
        return new Request(method, path, queryValues, headers, body, requestId);
    }

    /** The query, decoded; of several values of a name the last. */
    public Map<String, String> query() {
        Map<String, String> single = new LinkedHashMap<>();
        queryValues.forEach((name, values) -> single.put(name, values.getLast()));
        return single;
    }

    /** A header by its lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Decodes {@code %xx}; a plus sign stays one. Broken escapes stay as they are. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.put((byte) (high << 4 | low));
                i += 2;
            } else {
                out.put(in[i]);
            }
        }
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    /** Decodes {@code a=1&b=2}; a plus sign is a space, as in forms. */
    public static Map<String, String> decodePairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        decodeValues(text).forEach((name, values) -> pairs.put(name, values.getLast()));
        return pairs;
    }

    /** The same with all values of a name, in their order. */
    public static Map<String, List<String>> decodeValues(String text) {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return pairs;
        }
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            pairs.computeIfAbsent(decode(name.replace('+', ' ')), unused -> new ArrayList<>())
                    .add(decode(value.replace('+', ' ')));
        }
        return pairs;
    }
}
