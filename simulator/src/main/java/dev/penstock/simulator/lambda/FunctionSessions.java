package dev.penstock.simulator.lambda;

import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.state.Blobs;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What code that is executed has around it: its credentials, its archive, and where the simulated AWS listens. */
final class FunctionSessions {

    /** A session ends after an hour unless its role says otherwise; environments get a new one before. */
    private static final Duration RENEWED = Duration.ofMinutes(45);

    private record Held(String key, Instant since) {}

    private final ServiceSessions sessions;
    private final Blobs blobs;
    private final Supplier<Instant> clock;
    private final Supplier<URI> endpoint;
    private final Map<String, Held> held = new HashMap<>();

    FunctionSessions(ServiceSessions sessions, Blobs blobs, Supplier<Instant> clock, Supplier<URI> endpoint) {
        this.sessions = sessions;
        this.blobs = blobs;
        this.clock = clock;
        this.endpoint = endpoint;
    }

    URI endpoint() {
        return endpoint.get();
    }

    /** The bytes of an archive; none for an image. */
    byte[] archive(String blob) {
        return blob.isEmpty() ? new byte[0] : blobs.bytes(blob);
    }

    /** The access key of a function's session; empty when its role does not trust Lambda. Within a transaction. */
    String accessKey(LambdaStore.Target target, String role) {
        String of = target.function().reference().key() + " " + role;
        Instant now = clock.get();
        Held last = held.get(of);
        if (last == null || !now.isBefore(last.since().plus(RENEWED))) {
            String key = sessions.accessKey(
                            target.function().region(),
                            role,
                            "lambda.amazonaws.com",
                            target.function().name(),
                            now)
                    .orElse("");
            last = new Held(key, now);
            held.put(of, last);
        }
        return last.key();
    }
}
