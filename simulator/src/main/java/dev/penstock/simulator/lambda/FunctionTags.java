package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

/** The tags of functions, event source mappings and code signing configurations. */
final class FunctionTags {

    private static final int MOST = 50;
    private static final Pattern RESOURCE = Pattern.compile(
            "arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:"
                    + "[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}"
                    + "|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
                    + "|capacity-provider:[a-zA-Z0-9-_]+)");

    private final LambdaStore store;
    private final Tags tags;
    private final FunctionLife life;
    private final EventSources mappings;
    private final CodeSigning signing;

    FunctionTags(LambdaStore store, Tags tags, FunctionLife life, EventSources mappings, CodeSigning signing) {
        this.store = store;
        this.tags = tags;
        this.life = life;
        this.mappings = mappings;
        this.signing = signing;
    }

    void declare(Operations all) {
        String one = "/2017-03-31/tags/{Resource}";
        all.operation("GET " + one, "ListTags", ListTagsRequest::builder, this::list)
                .operation("POST " + one + " =204", "TagResource", TagResourceRequest::builder, this::tag)
                .operation("DELETE " + one + " =204", "UntagResource", UntagResourceRequest::builder, this::untag);
    }

    /** A function's tags; empty when it has none. */
    Optional<Map<String, String>> of(FunctionName function) {
        return Optional.of(tags.of(function.arn())).filter(found -> !found.isEmpty());
    }

    void add(FunctionName function, Map<String, String> given) {
        tags.add(function.arn(), given);
    }

    void forget(FunctionName function) {
        tags.forget(function.arn());
    }

    static void checkCount(int count) {
        if (count > MOST) {
            throw LambdaErrors.invalid("Number of tags exceeds resource tag limit.");
        }
    }

    private ListTagsResponse list(Call call, ListTagsRequest request) {
        requireTaggable(call, request.resource());
        return ListTagsResponse.builder().tags(tags.of(request.resource())).build();
    }

    private TagResourceResponse tag(Call call, TagResourceRequest request) {
        new Constraints()
                .present("tags", request.hasTags() ? request.tags() : null)
                .check();
        if (request.tags().isEmpty()) {
            throw LambdaErrors.invalid("An error occurred and the request cannot be processed.");
        }
        requireTaggable(call, request.resource());
        Map<String, String> all = new HashMap<>(tags.of(request.resource()));
        all.putAll(request.tags());
        checkCount(all.size());
        tags.add(request.resource(), request.tags());
        touch(call, request.resource());
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        new Constraints()
                .present("tagKeys", request.hasTagKeys() ? request.tagKeys() : null)
                .check();
        requireTaggable(call, request.resource());
        tags.remove(request.resource(), request.tagKeys());
        touch(call, request.resource());
        return UntagResourceResponse.builder().build();
    }

    private void requireTaggable(Call call, String arn) {
        new Constraints().matches(RESOURCE, "resource", arn).check();
        String[] parts = arn.split(":", -1);
        switch (parts[5]) {
            case "function" -> {
                if (parts.length > 7) {
                    throw LambdaErrors.invalid(
                            "Tags on function aliases and versions are not supported. Please specify a"
                                    + " function ARN.");
                }
                store.existing(FunctionName.of(call, arn));
            }
            case "event-source-mapping" -> {
                if (!mappings.has(arn)) {
                    throw LambdaErrors.notFound("Event source mapping not found: " + arn);
                }
            }
            case "code-signing-config" -> signing.existing(arn);
            case "capacity-provider" -> throw LambdaErrors.notFound("Capacity provider not found: " + arn);
            default -> throw LambdaErrors.resourceNotFound();
        }
    }

    /** Tags are part of what a function's revision is of. */
    private void touch(Call call, String arn) {
        if (arn.contains(":function:")) {
            life.touch(store.latest(FunctionName.of(call, arn)));
        }
        call.effect(arn);
    }
}
