package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.proxy.HttpHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The cookies by which clients stay with a target group ({@value #GROUP}) or a target ({@value #TARGET}). Each comes in
 * two forms, the second for requests from other origins. Sources: ELB User Guide, "Sticky sessions"; values are opaque.
 */
final class Sticky {

    static final String GROUP = "AWSALBTG";
    static final String TARGET = "AWSALB";

    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private Sticky() {}

    /** What a client is to stay with; empty when it brings no cookie, one that is out of date, or none of ours. */
    static Optional<String> read(String name, RequestFacts request, Instant now) {
        String value = request.cookie(name);
        if (value.isEmpty()) {
            value = request.cookie(name + "CORS");
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
            String[] parts = text.split("\n", 2);
            boolean valid = parts.length == 2
                    && parts[0].matches("[0-9]{1,12}")
                    && now.getEpochSecond() < Long.parseLong(parts[0]);
            return valid ? Optional.of(parts[1]) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The headers that make a client stay. */
    static List<HttpHead.Header> write(String name, String with, Duration duration, Instant now) {
        Instant end = now.plus(duration);
        String value = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((end.getEpochSecond() + "\n" + with).getBytes(StandardCharsets.UTF_8));
        String rest = "=" + value + "; Expires=" + DATE.format(end) + "; Path=/";
        return List.of(
                new HttpHead.Header("Set-Cookie", name + rest),
                new HttpHead.Header("Set-Cookie", name + "CORS" + rest + "; SameSite=None"));
    }
}
