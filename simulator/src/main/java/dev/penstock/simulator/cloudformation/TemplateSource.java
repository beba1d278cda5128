package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Where requests have templates and policies from: themselves, or the simulated S3. */
final class TemplateSource {

    private static final int LONGEST_BODY = 51_200;
    private static final int LONGEST_OBJECT = 1024 * 1024;
    private static final String MORE =
            "\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";

    /** A host of S3's, with a bucket in front of it or not; the simulator's own as well. */
    private static final Pattern HOST = Pattern.compile(
            "(?:(?<bucket>.+?)\\.)?(?:s3[.-](?:[a-z0-9-]+\\.)?(?:dualstack\\.)?amazonaws\\.com(?:\\.cn)?|s3\\.localhost"
                    + "|localhost|127\\.0\\.0\\.1)");

    private record Place(
            String bucket, String key, @Nullable String version) {}

    private final ServiceCalls calls;
    private final ObjectAccess objects;
    private final Blobs blobs;

    TemplateSource(ServiceCalls calls, ObjectAccess objects, Blobs blobs) {
        this.calls = calls;
        this.objects = objects;
        this.blobs = blobs;
    }

    /** The template that a request brings; empty when it brings none. */
    Optional<String> template(Call call, @Nullable String body, @Nullable String url) {
        if (body != null && url != null) {
            throw CloudFormationErrors.validation("You cannot specify both TemplateBody and TemplateURL");
        }
        if (body != null) {
            if (body.isEmpty()) {
                throw CloudFormationErrors.constraint("templateBody", body, "have length greater than or equal to 1");
            }
            if (body.length() > LONGEST_BODY) {
                throw CloudFormationErrors.constraint(
                        "templateBody", body, "have length less than or equal to " + LONGEST_BODY);
            }
            return Optional.of(body);
        }
        return Optional.ofNullable(url).map(at -> fetched(call.caller(), call.now(), at, "TemplateURL"));
    }

    /** The same, for what a resource of a template names. */
    String template(Caller caller, Instant now, String url) {
        return fetched(caller, now, url, "TemplateURL");
    }

    /** The stack policy that a request brings; empty when it brings none. */
    Optional<String> policy(Call call, @Nullable String body, @Nullable String url) {
        if (body != null && url != null) {
            throw CloudFormationErrors.validation("You cannot specify both StackPolicyURL and StackPolicyBody");
        }
        return Optional.ofNullable(body)
                .or(() -> Optional.ofNullable(url).map(at -> fetched(call.caller(), call.now(), at, "StackPolicyURL")))
                .map(StackPolicy::checked);
    }

    private String fetched(Caller caller, Instant now, String url, String member) {
        Place place = place(url, member);
        try {
            return read(caller, now, place);
        } catch (ServiceError e) {
            throw e.code().equals("ValidationError")
                    ? e
                    : CloudFormationErrors.validation("S3 error: " + e.message() + MORE);
        }
    }

    /**
     * An object as text.
     *
     * @throws ServiceError as S3 answers it
     */
    String object(Caller caller, Instant now, String bucket, String key) {
        return read(caller, now, new Place(bucket, key, null));
    }

    /** Whoever asks must be allowed to read what is asked for. */
    private void permit(Caller caller, Place place) {
        HeadObjectRequest request = HeadObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.key())
                .versionId(place.version())
                .build();
        try {
            calls.call(caller, "s3", request, HeadObjectResponse.class);
        } catch (ServiceError e) {
            if (e.code().equals("AccessDenied")) {
                throw ServiceError.of(403, "AccessDenied", "Access Denied");
            }
        }
    }

    private String read(Caller caller, Instant now, Place place) {
        permit(caller, place);
        String sha256 = objects.get(caller, now, place.bucket(), place.key(), place.version())
                .sha256();
        try (InputStream in = blobs.open(sha256)) {
            byte[] bytes = in.readNBytes(LONGEST_OBJECT + 1);
            if (bytes.length > LONGEST_OBJECT) {
                throw CloudFormationErrors.validation("Template may not exceed " + LONGEST_OBJECT + " bytes in size.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Place place(String url, String member) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw unsupported(member);
        }
        String host = uri.getHost() == null ? "" : uri.getHost();
        if ("s3".equals(uri.getScheme())) {
            throw CloudFormationErrors.validation("S3 error: Domain name specified in "
                    + (host.isEmpty() ? uri.getAuthority() : host) + " is not a valid S3 domain");
        }
        Matcher matcher = HOST.matcher(host);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/+", "");
        if (!matcher.matches() || path.isEmpty()) {
            throw unsupported(member);
        }
        String bucket = matcher.group("bucket");
        int slash = path.indexOf('/');
        if (bucket == null && slash < 1) {
            throw unsupported(member);
        }
        String key = bucket == null ? path.substring(slash + 1) : path;
        return new Place(bucket == null ? path.substring(0, slash) : bucket, decoded(key), version(uri));
    }

    private static @Nullable String version(URI uri) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return Arrays.stream(query.split("&", -1))
                .filter(part -> part.startsWith("versionId="))
                .map(part -> decoded(part.substring("versionId=".length())))
                .findFirst()
                .orElse(null);
    }

    private static String decoded(String text) {
        return Arrays.stream(text.split("\\+", -1))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining("+"));
    }

    private static ServiceError unsupported(String member) {
        return CloudFormationErrors.validation(member + " must be a supported URL.");
    }
}
