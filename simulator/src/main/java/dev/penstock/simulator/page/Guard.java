package dev.penstock.simulator.page;

import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps pages of other origins from driving the simulator through the browser of the person who runs it.
 *
 * <p>Three things together do it. A name that an attacker let point to loopback (DNS rebinding) is not a loopback name.
 * A page that sends a request elsewhere says its origin. And a body of type JSON cannot be sent elsewhere without asking
 * first, which is never answered.
 */
final class Guard {

    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private Guard() {}

    /**
     * Lets a request pass.
     *
     * @param page whether it asks for the page itself, which a link elsewhere may lead to
     * @throws ServiceError when a page of another origin may be behind it
     */
    static void check(Request request, boolean page) {
        String host = request.header("host").orElse("");
        if (!LOOPBACK.matcher(host).matches()) {
            throw refused("The name '" + host + "' is not one of this machine's. Ask for 127.0.0.1 or localhost.");
        }
        String origin = request.header("origin").orElse("");
        if (!origin.isEmpty() && !origin.equals("http://" + host)) {
            throw refused("Pages of other origins may not ask here.");
        }
        String site = request.header("sec-fetch-site").orElse("none").toLowerCase(Locale.ROOT);
        boolean navigates = request.header("sec-fetch-mode").orElse("").equals("navigate");
        if (!OWN_SITES.contains(site) && !(page && navigates)) {
            throw refused("Pages of other sites may not ask here.");
        }
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean json = type.equals("application/json") || type.startsWith("application/json;");
        if (request.method().equals("POST") && !json) {
            throw ServiceError.of(415, "UnsupportedMediaType", "A POST here needs 'Content-Type: application/json'.");
        }
    }

    private static ServiceError refused(String why) {
        return ServiceError.of(403, "Forbidden", why);
    }
}
