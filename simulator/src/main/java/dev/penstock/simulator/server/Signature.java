package dev.penstock.simulator.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a SigV4 signature says about its request, in the {@code Authorization} header or, for presigned URLs, in the
 * query. It is not verified: the simulated AWS knows no secrets.
 *
 * @param accessKey names the account
 * @param region of the credential's scope
 * @param service the signing name
 */
public record Signature(String accessKey, String region, String service) {

    private static final Pattern SCOPE = Pattern.compile("([^/\\s=]+)/[0-9]{8}/([^/]+)/([^/]+)/aws4_request");

    static Optional<Signature> of(Request request) {
        String header = request.header("authorization").orElse("");
        if (header.startsWith("AWS4-")) {
            return parse(header);
        }
        return Optional.ofNullable(request.query().get("X-Amz-Credential")).flatMap(Signature::parse);
    }

    private static Optional<Signature> parse(String text) {
        Matcher scope = SCOPE.matcher(text);
        return scope.find()
                ? Optional.of(new Signature(scope.group(1), scope.group(2), scope.group(3)))
                : Optional.empty();
    }
}
