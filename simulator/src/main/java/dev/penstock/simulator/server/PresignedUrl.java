package dev.penstock.simulator.server;

import dev.penstock.simulator.wire.ServiceError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * URLs that carry their signature in the query, of version 4 and of the older one. The signature is not verified; that
 * its parameters are there and that it has not expired, in simulated time, is. Source: S3 API Reference,
 * "Authenticating Requests: Using Query Parameters"; errors as recorded from AWS.
 */
final class PresignedUrl {

    private static final List<String> VERSION_4 = List.of(
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Signature",
            "X-Amz-Date",
            "X-Amz-SignedHeaders",
            "X-Amz-Expires");
    private static final List<String> VERSION_2 = List.of("AWSAccessKeyId", "Signature", "Expires");
    private static final Set<String> NO_HEADERS = Set.of(
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-signature",
            "x-amz-date",
            "x-amz-signedheaders",
            "x-amz-expires",
            "x-amz-security-token");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration LONGEST = Duration.ofDays(7);

    private PresignedUrl() {}

    /**
     * Checks a presigned URL and takes the headers that stand in its query. Other requests stay as they are.
     *
     * @throws ServiceError when it lacks a parameter or has expired
     */
    static Request checked(Request request, Instant now) {
        Map<String, String> query = request.query();
        if (VERSION_4.stream().anyMatch(query::containsKey)) {
            checkVersion4(query, now);
        } else if (query.containsKey("Signature") || query.containsKey("AWSAccessKeyId")) {
            checkVersion2(query, now);
        } else {
            return request;
        }
        Map<String, String> headers = new HashMap<>(request.headers());
        query.forEach((name, value) -> {
            String header = name.toLowerCase(Locale.ROOT);
            if ((header.startsWith("x-amz-") && !NO_HEADERS.contains(header)) || header.startsWith("if-")) {
                headers.putIfAbsent(header, value);
            }
        });
        return new Request(
                request.method(), request.path(), request.queryValues(), headers, request.body(), request.id());
    }

    private static void checkVersion4(Map<String, String> query, Instant now) {
        if (!query.keySet().containsAll(VERSION_4)) {
            throw malformed("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
                    + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        }
        String credential = query.getOrDefault("X-Amz-Credential", "");
        if (!credential.matches("[^/]+/[0-9]{8}/[^/]+/[^/]+/aws4_request")) {
            throw malformed("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting"
                    + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }
        String seconds = query.getOrDefault("X-Amz-Expires", "");
        if (!seconds.matches("-?[0-9]{1,9}")) {
            throw malformed("X-Amz-Expires should be a number");
        }
        long valid = Long.parseLong(seconds);
        if (valid < 0) {
            throw malformed("X-Amz-Expires must be non-negative");
        } else if (valid > LONGEST.toSeconds()) {
            throw malformed("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must"
                    + " be less than " + LONGEST.toSeconds() + " seconds");
        }
        try {
            Instant signed = LocalDateTime.parse(query.getOrDefault("X-Amz-Date", ""), DATE)
                    .toInstant(ZoneOffset.UTC);
            checkExpiry(signed.plusSeconds(valid), now, Map.of("X-Amz-Expires", seconds));
        } catch (DateTimeException e) {
            throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        }
    }

    private static void checkVersion2(Map<String, String> query, Instant now) {
        if (!query.keySet().containsAll(VERSION_2)) {
            throw ServiceError.of(
                    403,
                    "AccessDenied",
                    "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
        }
        String expires = query.getOrDefault("Expires", "");
        if (!expires.matches("[0-9]{1,12}")) {
            throw ServiceError.of(403, "AccessDenied", "Invalid date (should be seconds since epoch): " + expires);
        }
        checkExpiry(Instant.ofEpochSecond(Long.parseLong(expires)), now, Map.of());
    }

    private static void checkExpiry(Instant expires, Instant now, Map<String, String> further) {
        if (now.isAfter(expires)) {
            Map<String, String> details = new HashMap<>(further);
            details.put("Expires", expires.toString());
            details.put("ServerTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
            throw new ServiceError("AccessDenied", 403, "Request has expired", details);
        }
    }

    private static ServiceError malformed(String message) {
        return ServiceError.client("AuthorizationQueryParametersError", message);
    }
}
