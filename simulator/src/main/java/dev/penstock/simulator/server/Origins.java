package dev.penstock.simulator.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Requests that a page in somebody's browser sends. Simulated services ask for no secret, so a page of the web must not
 * reach them through the browser of the person who runs them; browsers say whose page it is in {@code Origin}.
 */
final class Origins {

    private static final Pattern LOOPBACK =
            Pattern.compile("https?://(localhost|[a-z0-9.-]+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    private Origins() {}

    static boolean isForeign(Request request) {
        String origin = request.header("origin").orElse("");
        return !origin.isEmpty() && !LOOPBACK.matcher(origin).matches();
    }

    static Reply.Answer refusal() {
        byte[] why = "Pages of another origin than this machine may not ask here.\n".getBytes(StandardCharsets.UTF_8);
        return Reply.of(403, "text/plain", why, Map.of());
    }
}
