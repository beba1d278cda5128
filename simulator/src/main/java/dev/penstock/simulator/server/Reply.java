package dev.penstock.simulator.server;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an HTTP request is answered with. */
public sealed interface Reply {

    /** The connection is closed without an answer. */
    record Hangup() implements Reply {}

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param headers without the length
     * @param body opened when it is sent
     * @param length in bytes; also said in answers to {@code HEAD}, which send none
     */
    record Answer(int status, Map<String, String> headers, Supplier<InputStream> body, long length) implements Reply {}

    /** An answer of a few bytes. */
    static Answer of(int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        if (contentType != null) {
            all.put("Content-Type", contentType);
        }
        return new Answer(status, all, () -> new ByteArrayInputStream(body), body.length);
    }

    /** An answer without a body. */
    static Answer empty(int status, Map<String, String> headers) {
        return of(status, null, new byte[0], headers);
    }
}
