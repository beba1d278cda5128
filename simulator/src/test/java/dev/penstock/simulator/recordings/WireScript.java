package dev.penstock.simulator.recordings;

import dev.penstock.simulator.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a recorded test as data, a line of a file each: {@code {"test": …, "at": …, "calls": [{"op": "PutObject",
 * "m": "PUT", "u": "/bucket/key", "h": {…}, "b": …, "labels": …}, …]}}.
 *
 * @param test the recorded test
 * @param at when the calls were made: signatures, conditions and dates in them are of that time
 * @param sort lists that have no order in this test, and by which member they are sorted
 * @param chance members whose texts are by chance in this test
 */
record WireScript(String test, Instant at, Map<String, String> sort, List<String> chance, List<Call> calls) {

    /**
     * One call. In target, headers and body <code>${3.UploadId}</code> stands for what the fourth answer said.
     *
     * @param operation whose answer it is; empty for a request that no SDK made
     * @param accessKey who calls; empty for nobody
     * @param decode whether the client asked for encoded names by itself and decodes them
     * @param read whether the body was read before the answer was recorded, and is empty in it
     * @param after how long after the call before it
     * @param times how often it is made, counting from 0 in <code>${i}</code>
     * @param labels of the recorded responses, each with the path to it in the answer, which is empty for all of it, or
     *     begins with a {@code $} and names a form of {@link WireAnswers#plain}
     */
    record Call(
            String operation,
            String service,
            WireClient.Request request,
            String accessKey,
            String region,
            boolean decode,
            boolean read,
            Duration after,
            int times,
            Map<String, String> labels) {}

    /** The scripts of a resource beside this class, a line each; they are parsed one by one, as some are large. */
    static List<String> lines(String resource) {
        try (InputStream in = WireScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WireScript parse(String line) {
        return script((Map<?, ?>) Json.tree(line.getBytes(StandardCharsets.UTF_8)));
    }

    private static WireScript script(Map<?, ?> script) {
        List<Call> calls = new ArrayList<>();
        for (Object call : script.get("calls") instanceof List<?> list ? list : List.of()) {
            calls.add(call((Map<?, ?>) call));
        }
        return new WireScript(
                text(script.get("test"), ""),
                Instant.ofEpochSecond(number(script.get("at"))),
                texts(script.get("sort")),
                script.get("chance") instanceof List<?> members
                        ? members.stream().map(String::valueOf).toList()
                        : List.of(),
                List.copyOf(calls));
    }

    private static Call call(Map<?, ?> call) {
        Map<String, String> labels =
                call.get("labels") instanceof String one ? Map.of(one, "") : texts(call.get("labels"));
        return new Call(
                text(call.get("op"), ""),
                text(call.get("svc"), "s3"),
                new WireClient.Request(
                        text(call.get("m"), "GET"),
                        text(call.get("u"), "/"),
                        texts(call.get("h")),
                        body(call.get("b"))),
                text(call.get("as"), "111122223333"),
                text(call.get("region"), "us-east-1"),
                call.containsKey("decode"),
                call.containsKey("read"),
                Duration.ofSeconds(number(call.get("wait"))),
                call.containsKey("times") ? (int) number(call.get("times")) : 1,
                labels);
    }

    /** A body: text; {@code {"$b64": …}}; or a text over and over up to a length, {@code {"$repeat": [text, length]}}. */
    private static byte[] body(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.get("$b64") instanceof String text) {
            return Base64.getDecoder().decode(text);
        }
        Object repeated = value instanceof Map<?, ?> map
                ? Optional.<Object>ofNullable(map.get("$fill")).orElse(map.get("$repeat"))
                : null;
        if (repeated instanceof List<?> fill) {
            byte[] unit = text(fill.getFirst(), "").getBytes(StandardCharsets.ISO_8859_1);
            byte[] bytes = new byte[(int) number(fill.get(1))];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = unit[i % unit.length];
            }
            return bytes;
        }
        return text(value, "").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
        }
        return texts;
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : String.valueOf(value);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
