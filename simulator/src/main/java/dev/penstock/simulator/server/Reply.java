package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Fault;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
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
     * @param delivery what goes wrong while it is sent, if anything
     */
    record Answer(
            int status,
            Map<String, String> headers,
            Supplier<InputStream> body,
            long length,
            Optional<Fault.Delivery> delivery)
            implements Reply {

        /** An answer that is sent as it should be. */
        public Answer(int status, Map<String, String> headers, Supplier<InputStream> body, long length) {
            this(status, headers, body, length, Optional.empty());
        }

        /** The same, sent as the faults have it that struck its call. */
        public Answer deliveredAs(Call call) {
            return new Answer(status, headers, body, length, call.delivery());
        }

        /** The same with more headers. */
        Answer with(Map<String, String> more) {
            Map<String, String> all = new TreeMap<>(headers);
            all.putAll(more);
            return new Answer(status, all, body, length, delivery);
        }
    }

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
