package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.BrowserAccess;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketCorsResponse;

/** Cross-origin configurations, and what they mean to browsers; and forms. Recorded answers are the source. */
final class Cors implements BrowserAccess {

    record Rules(CORSConfiguration configuration) {}

    private static final Set<String> METHODS = Set.of("GET", "PUT", "HEAD", "POST", "DELETE");

    private final Buckets buckets;
    private final Table<Rules> table;

    Cors(Buckets buckets) {
        this.buckets = buckets;
        this.table = buckets.settings("cors", Rules.class);
    }

    void declare(Operations all) {
        all.operation("PUT /{Bucket}?cors", "PutBucketCors", PutBucketCorsRequest::builder, this::put)
                .operation(
                        "GET /{Bucket}?cors >CORSConfiguration",
                        "GetBucketCors",
                        GetBucketCorsRequest::builder,
                        this::get)
                .operation("DELETE /{Bucket}?cors", "DeleteBucketCors", DeleteBucketCorsRequest::builder, this::delete);
    }

    @Override
    public Map<String, String> preflight(List<String> resource, String origin, String method, List<String> headers) {
        String said = method.isEmpty() ? "OPTIONS" : method;
        String bucket = resource.isEmpty() ? "" : resource.getFirst();
        if (buckets.find(bucket).isEmpty()) {
            throw forbidden("CORSResponse: Bucket not found", said, "BUCKET");
        }
        Rules rules = table.get(bucket).orElse(null);
        if (rules == null) {
            throw forbidden("CORSResponse: CORS is not enabled for this bucket.", said, "BUCKET");
        }
        return rules.configuration().corsRules().stream()
                .filter(rule -> rule.allowedMethods().contains(method) && allows(rule, headers))
                .flatMap(rule -> allowed(rule, origin).stream().map(as -> answer(rule, as, headers)))
                .findFirst()
                .orElseThrow(() -> forbidden(
                        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin,"
                                + " request method / Access-Control-Request-Method or Access-Control-Request-Headers are"
                                + " not whitelisted by the resource's CORS spec.",
                        said,
                        resource.size() > 1 ? "OBJECT" : "BUCKET"));
    }

    @Override
    public Map<String, String> allowing(String bucket, String origin, String method) {
        Rules rules = table.get(bucket).orElse(null);
        if (rules == null) {
            return Map.of();
        }
        return rules.configuration().corsRules().stream()
                .filter(rule -> rule.allowedMethods().contains(method))
                .flatMap(rule -> allowed(rule, origin).stream().map(as -> answer(rule, as, List.of())))
                .findFirst()
                .orElse(Map.of());
    }

    @Override
    public Map<String, String> form(Map<String, String> fields, long size, Instant clientsNow) {
        return PostPolicy.checked(fields, size, clientsNow);
    }

    private PutBucketCorsResponse put(Call call, PutBucketCorsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        CORSConfiguration asked = request.corsConfiguration();
        if (asked == null || asked.corsRules().isEmpty() || asked.corsRules().size() > 100) {
            throw S3Errors.malformedXml();
        }
        for (CORSRule rule : asked.corsRules()) {
            if (rule.allowedMethods().isEmpty() || rule.allowedOrigins().isEmpty()) {
                throw S3Errors.malformedXml();
            }
            for (String method : rule.allowedMethods()) {
                if (!METHODS.contains(method)) {
                    throw S3Errors.invalidRequest(
                            "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
                }
            }
        }
        table.put(bucket.name(), new Rules(asked));
        call.effect(bucket.arn());
        return PutBucketCorsResponse.builder().build();
    }

    private GetBucketCorsResponse get(Call call, GetBucketCorsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        return GetBucketCorsResponse.builder()
                .corsRules(table.get(bucket.name())
                        .orElseThrow(() -> S3Errors.notConfigured(
                                "NoSuchCORSConfiguration", "The CORS configuration does not exist", bucket.name()))
                        .configuration()
                        .corsRules())
                .build();
    }

    private DeleteBucketCorsResponse delete(Call call, DeleteBucketCorsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        table.remove(bucket.name());
        call.effect(bucket.arn());
        call.status(204);
        return DeleteBucketCorsResponse.builder().build();
    }

    /** What an origin is told that it is allowed as: itself, or {@code *} where a rule allows all. */
    private static Optional<String> allowed(CORSRule rule, String origin) {
        return rule.allowedOrigins().stream()
                .filter(pattern -> fits(pattern, origin))
                .map(pattern -> pattern.equals("*") ? "*" : origin)
                .findFirst();
    }

    private static boolean allows(CORSRule rule, List<String> headers) {
        return headers.stream()
                .allMatch(header -> rule.allowedHeaders().stream()
                        .anyMatch(pattern -> fits(pattern.toLowerCase(Locale.ROOT), header)));
    }

    /** Whether a text fits a pattern that has one star at most. */
    private static boolean fits(String pattern, String text) {
        return Pattern.matches(
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), text);
    }

    private static Map<String, String> answer(CORSRule rule, String origin, List<String> headers) {
        Map<String, String> answer = new HashMap<>();
        answer.put("Access-Control-Allow-Origin", origin);
        if (!origin.equals("*")) {
            answer.put("Access-Control-Allow-Credentials", "true");
        }
        answer.put("Access-Control-Allow-Methods", String.join(", ", rule.allowedMethods()));
        if (!headers.isEmpty()) {
            answer.put("Access-Control-Allow-Headers", String.join(", ", headers));
        }
        if (!rule.exposeHeaders().isEmpty()) {
            answer.put("Access-Control-Expose-Headers", String.join(", ", rule.exposeHeaders()));
        }
        if (rule.maxAgeSeconds() != null) {
            answer.put("Access-Control-Max-Age", rule.maxAgeSeconds().toString());
        }
        answer.put("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
        return answer;
    }

    private static ServiceError forbidden(String message, String method, String resourceType) {
        return new ServiceError(
                "AccessForbidden", 403, message, Map.of("Method", method, "ResourceType", resourceType));
    }
}
