package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.proxy.HttpHead;
import dev.penstock.simulator.server.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What rules look at in a request.
 *
 * @param host without a port, in lower case
 * @param path as it was sent, without query
 * @param query names and values, decoded; a part without {@code =} has an empty name
 * @param headers values by name in lower case
 * @param source whose connection it came over
 */
record RequestFacts(
        String method,
        String host,
        String path,
        String rawQuery,
        List<Map.Entry<String, String>> query,
        Map<String, List<String>> headers,
        InetAddress source) {

    static RequestFacts of(HttpHead head, InetAddress source) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpHead.Header header : head.headers()) {
            headers.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(header.value());
        }
        return of(head.first(), head.header("host").orElse(""), head.second(), headers, source);
    }

    /**
     * @param target path and query, or a whole URL
     * @param headers by name in lower case
     */
    static RequestFacts of(
            String method, String host, String target, Map<String, List<String>> headers, InetAddress source) {
        String local = target;
        if (target.startsWith("http://") || target.startsWith("https://")) {
            int slash = target.indexOf('/', target.indexOf("//") + 2);
            local = slash < 0 ? "/" : target.substring(slash);
        }
        int question = local.indexOf('?');
        String query = question < 0 ? "" : local.substring(question + 1);
        int colon = host.lastIndexOf(':');
        String name = colon > 0 && host.indexOf(']') < colon ? host.substring(0, colon) : host;
        return new RequestFacts(
                method,
                name.toLowerCase(Locale.ROOT),
                question < 0 ? local : local.substring(0, question),
                query,
                pairs(query),
                Map.copyOf(headers),
                source);
    }

    /** The value of a cookie; empty when it has none of that name. */
    String cookie(String name) {
        for (String line : headers.getOrDefault("cookie", List.of())) {
            for (String part : line.split(";", -1)) {
                String trimmed = part.trim();
                if (trimmed.startsWith(name + "=")) {
                    return trimmed.substring(name.length() + 1);
                }
            }
        }
        return "";
    }

    private static List<Map.Entry<String, String>> pairs(String query) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? "" : Request.decode(part.substring(0, equals));
            pairs.add(Map.entry(key, Request.decode(part.substring(equals + 1))));
        }
        return pairs;
    }
}
