package dev.penstock.simulator.server;

import java.util.Map;
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
        if (header.startsWith("AWS ") && header.indexOf(':') > 4) {
            return Optional.of(older(header.substring(4, header.indexOf(':'))));
        }
        Optional<Signature> query =
                Optional.ofNullable(request.query().get("X-Amz-Credential")).flatMap(Signature::parse);
        return query.isPresent()
                ? query
                : Optional.ofNullable(request.query().get("AWSAccessKeyId")).map(Signature::older);
    }

    /** What the fields of an upload form say; field names in lower case. */
    static Optional<Signature> ofForm(Map<String, String> fields) {
        Optional<Signature> signature =
                Optional.ofNullable(fields.get("x-amz-credential")).flatMap(Signature::parse);
        return signature.isPresent()
                ? signature
                : Optional.ofNullable(fields.get("awsaccesskeyid")).map(Signature::older);
    }

    /** Signatures of version 2, which only S3 still knows, name no region. */
    private static Signature older(String accessKey) {
        return new Signature(accessKey, "", "s3");
    }

    private static Optional<Signature> parse(String text) {
        Matcher scope = SCOPE.matcher(text);
        return scope.find()
                ? Optional.of(new Signature(scope.group(1), scope.group(2), scope.group(3)))
                : Optional.empty();
    }
}
