package dev.penstock.simulator.s3;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlShapes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * The fields of a form that uploads an object, held to the policy among them. Source: S3 API Reference, "POST Policy";
 * errors as recorded from AWS.
 */
final class PostPolicy {

    private static final List<String> VERSION_4 =
            List.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature");
    private static final List<String> VERSION_2 = List.of("AWSAccessKeyId", "Signature");
    private static final List<String> HEADERS = List.of(
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires");

    private PostPolicy() {}

    /** The headers under which the object is put. */
    static Map<String, String> checked(Map<String, String> fields, long size, Instant clientsNow) {
        if (fields.containsKey("policy")) {
            requireSigned(fields);
            Map<?, ?> policy = policy(fields.getOrDefault("policy", ""));
            requireUnexpired(policy, clientsNow);
            if (policy.get("conditions") instanceof List<?> conditions) {
                conditions.forEach(condition -> require(condition, fields, size));
            }
        } else if (VERSION_4.stream().anyMatch(name -> has(fields, name))
                || VERSION_2.stream().anyMatch(name -> has(fields, name))) {
            throw S3Errors.accessDenied();
        }
        if (fields.getOrDefault("key", "").isEmpty()) {
            throw new ServiceError(
                    "InvalidArgument",
                    400,
                    "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the"
                            + " fields.",
                    Map.of("ArgumentName", "key", "ArgumentValue", ""));
        }
        return headers(fields);
    }

    private static void requireSigned(Map<String, String> fields) {
        boolean old = VERSION_2.stream().anyMatch(name -> has(fields, name));
        boolean current = VERSION_4.stream().anyMatch(name -> has(fields, name));
        if (!old && !current) {
            throw S3Errors.accessDenied();
        }
        for (String name : old ? VERSION_2 : VERSION_4) {
            if (!has(fields, name)) {
                throw S3Errors.invalidArgument(
                        "Bucket POST must contain a field named '" + name
                                + "'.  If it is specified, please check the order of the fields.",
                        name,
                        "");
            }
        }
    }

    private static boolean has(Map<String, String> fields, String name) {
        return fields.containsKey(name.toLowerCase(Locale.ROOT));
    }

    private static Map<?, ?> policy(String base64) {
        try {
            if (Json.tree(Base64.getMimeDecoder().decode(base64)) instanceof Map<?, ?> policy) {
                return policy;
            }
        } catch (IllegalArgumentException e) {
            throw invalidPolicy("Invalid Policy: Invalid JSON.");
        }
        throw invalidPolicy("Invalid Policy: Invalid JSON.");
    }

    private static void requireUnexpired(Map<?, ?> policy, Instant now) {
        Instant expiration;
        try {
            expiration = Instant.parse(String.valueOf(policy.get("expiration")));
        } catch (DateTimeException e) {
            throw invalidPolicy("Invalid Policy: Invalid 'expiration' value: '" + policy.get("expiration") + "'");
        }
        if (now.isAfter(expiration)) {
            throw failed("Policy expired.");
        }
    }

    private static void require(Object condition, Map<String, String> fields, long size) {
        if (condition instanceof Map<?, ?> equal) {
            if (equal.size() != 1) {
                throw invalidPolicy("Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one"
                        + " property specified.");
            }
            equal.forEach((name, value) -> requireEqual(List.of("eq", "$" + name, String.valueOf(value)), fields));
        } else if (condition instanceof List<?> terms && terms.size() == 3) {
            switch (String.valueOf(terms.getFirst()).toLowerCase(Locale.ROOT)) {
                case "eq" -> requireEqual(terms, fields);
                case "starts-with" -> requireStart(terms, fields);
                case "content-length-range" -> requireSize(terms, size);
                default -> throw conditionFailed(terms);
            }
        } else {
            throw invalidPolicy("Invalid Policy: Invalid Condition.");
        }
    }

    private static void requireEqual(List<?> terms, Map<String, String> fields) {
        String name = String.valueOf(terms.get(1));
        if (!name.startsWith("$") || !String.valueOf(terms.get(2)).equals(field(fields, name))) {
            throw conditionFailed(terms);
        }
    }

    private static void requireStart(List<?> terms, Map<String, String> fields) {
        String name = String.valueOf(terms.get(1));
        if (!name.startsWith("$") || !field(fields, name).startsWith(String.valueOf(terms.get(2)))) {
            throw conditionFailed(terms);
        }
    }

    private static void requireSize(List<?> terms, long size) {
        long least = number(terms, 1);
        long most = number(terms, 2);
        if (size < least) {
            throw new ServiceError(
                    "EntityTooSmall",
                    400,
                    "Your proposed upload is smaller than the minimum allowed size",
                    Map.of("MinSizeAllowed", Long.toString(least), "ProposedSize", Long.toString(size)));
        } else if (size > most) {
            throw new ServiceError(
                    "EntityTooLarge",
                    400,
                    "Your proposed upload exceeds the maximum allowed size",
                    Map.of("MaxSizeAllowed", Long.toString(most), "ProposedSize", Long.toString(size)));
        }
    }

    private static long number(List<?> terms, int place) {
        try {
            return Long.parseLong(String.valueOf(terms.get(place)));
        } catch (NumberFormatException e) {
            throw conditionFailed(terms);
        }
    }

    private static String field(Map<String, String> fields, String variable) {
        return fields.getOrDefault(variable.substring(1).toLowerCase(Locale.ROOT), "");
    }

    private static Map<String, String> headers(Map<String, String> fields) {
        Map<String, String> headers = new HashMap<>();
        fields.forEach((name, value) -> {
            boolean kept = HEADERS.contains(name) || (name.startsWith("x-amz-") && !isSignature(name));
            if (kept && !value.isEmpty()) {
                headers.put(name, value);
            }
        });
        if (fields.containsKey("acl")) {
            headers.put("x-amz-acl", fields.get("acl"));
        }
        String tagging = fields.getOrDefault("tagging", "");
        if (!tagging.isEmpty()) {
            headers.put("x-amz-tagging", asHeader(tagging));
        }
        return headers;
    }

    private static boolean isSignature(String name) {
        return VERSION_4.stream().anyMatch(known -> known.equalsIgnoreCase(name))
                || name.equals("x-amz-security-token");
    }

    /** Forms give tags as a document, puts as a header. */
    private static String asHeader(String document) {
        Tagging.Builder tagging = Tagging.builder();
        XmlShapes.read(document.getBytes(StandardCharsets.UTF_8), (SdkPojo) tagging);
        return tagging.build().tagSet().stream()
                .map(tag -> encoded(tag.key()) + "=" + encoded(tag.value()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ServiceError conditionFailed(List<?> terms) {
        String said = terms.stream().map(term -> "\"" + term + "\"").collect(Collectors.joining(", ", "[", "]"));
        return failed("Policy Condition failed: " + said);
    }

    private static ServiceError failed(String why) {
        return ServiceError.of(403, "AccessDenied", "Invalid according to Policy: " + why);
    }

    private static ServiceError invalidPolicy(String message) {
        return ServiceError.client("InvalidPolicyDocument", message);
    }
}
